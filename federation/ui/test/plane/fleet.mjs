// A made-up fleet in the words of the plane's REST API: for development, tests of the page and screenshots only.
// It covers what a real one has rarely at the same time: stale, late, silent and degraded clusters and hostile names.

const HOUR = 3_600_000;
const COMMIT = '9f3c2a17b04de5518f6a90c3d2e4b6a8f0c1d2e3';
const OLDER = '77ab01e4c9d83f6052b1e7a4d6c8f9b0a1e2d3c4';
const iso = (msAgo) => new Date(Date.now() - msAgo).toISOString();

const NAMES = [
  'api',
  'payments',
  'ingress',
  'cert-manager',
  'prometheus',
  'orders',
  'search',
  'mailer',
  'frontend',
  'redis',
];

function application(cluster, index, overrides = {}) {
  const name =
    index === 0
      ? 'root'
      : index === 1
        ? 'freehold-agent'
        : `${NAMES[index % NAMES.length]}${index < 12 ? '' : `-${index}`}`;
  const { status: own, ...rest } = overrides;
  return {
    cluster: cluster.name,
    clusterState: cluster.state,
    namespace: index < 2 ? 'freehold-system' : 'apps',
    name,
    project: 'default',
    ...(index === 0 ? {} : { parent: 'freehold-system/root' }),
    source: 'https://git.example.com/platform/registry.git',
    path: index === 0 ? `clusters/${cluster.name}` : `apps/${name}`,
    lastReportAt: cluster.lastReportAt,
    status: {
      observedGeneration: 1,
      revision: COMMIT,
      sync: 'Synced',
      health: { status: 'Healthy' },
      operation: {
        phase: 'Succeeded',
        revision: COMMIT,
        startedAt: iso(26 * 60_000),
        finishedAt: iso(26 * 60_000 - 2_400),
        attempt: 1,
      },
      conditions: [{ type: 'Ready', status: 'True', reason: 'Healthy' }],
      summary: {
        objects: 4 + (index % 7),
        synced: 4 + (index % 7),
        healthy: 4 + (index % 7),
        driftRepairs: index % 5 === 0 ? 3 : 0,
      },
      ...own,
    },
    ...rest,
  };
}

const BROKEN_YAML = {
  sync: 'Unknown',
  operation: {
    phase: 'Error',
    revision: COMMIT,
    startedAt: iso(240_000),
    finishedAt: iso(239_000),
    attempt: 3,
    message: 'apps/payments/deployment.yaml:14: mapping values are not allowed here',
  },
  conditions: [
    {
      type: 'Ready',
      status: 'False',
      reason: 'RenderFailed',
      message: 'apps/payments/deployment.yaml:14: mapping values are not allowed here',
    },
    {
      type: 'Rendered',
      status: 'False',
      reason: 'InvalidYaml',
      message:
        'apps/payments/deployment.yaml:14: mapping values are not allowed here\nNothing was changed or pruned.',
    },
  ],
};
const DEGRADED = {
  health: {
    status: 'Degraded',
    message: 'Deployment apps/api: 1 of 3 replicas available, ProgressDeadlineExceeded',
  },
  conditions: [
    {
      type: 'Ready',
      status: 'False',
      reason: 'Degraded',
      message: 'Deployment apps/api: 1 of 3 replicas available, ProgressDeadlineExceeded',
    },
  ],
};
const PROGRESSING = {
  health: { status: 'Progressing', message: 'Deployment apps/orders: waiting for 2 of 3 replicas' },
  operation: {
    phase: 'Running',
    revision: COMMIT,
    startedAt: iso(9_000),
    attempt: 1,
    message: 'Waiting for Deployment apps/orders',
  },
};
const REFUSED = {
  sync: 'OutOfSync',
  revision: OLDER,
  operation: {
    phase: 'Failed',
    revision: COMMIT,
    startedAt: iso(600_000),
    finishedAt: iso(595_000),
    attempt: 5,
    message: 'Certificate apps/tls: no matches for kind "Certificate" in version "cert-manager.io/v1"',
  },
  conditions: [
    {
      type: 'Ready',
      status: 'False',
      reason: 'SyncFailed',
      message: 'Certificate apps/tls: no matches for kind "Certificate" in version "cert-manager.io/v1"',
    },
    {
      type: 'Stalled',
      status: 'True',
      reason: 'RetriesUsedUp',
      message: 'Gave up after 5 attempts; a new commit starts again.',
    },
  ],
};
const HOSTILE = {
  health: {
    status: 'Degraded',
    message: '<img src=x onerror=alert(1)> "></script><script>alert(2)</script> \u202Egnp.exe',
  },
};

function cluster(name, region, env, seconds, extra = {}) {
  const { report, ...rest } = extra;
  const heard = seconds !== undefined;
  return {
    name,
    labels: { region, env },
    state: heard ? 'fresh' : 'missing',
    ...(heard ? { lastReportAt: iso(seconds * 1_000), ageSeconds: seconds } : {}),
    reportIntervalSeconds: 60,
    ...(heard
      ? {
          report: {
            name,
            uid: '2f1c6f0e-55a1-4d5c-9e0f-0c8f7a1b2c3d',
            kubernetesVersion: 'v1.36.3',
            agentVersion: '0.1.0',
            agentStartedAt: iso(5 * 24 * HOUR),
            registry: 'ssh://git@git.example.com:22/platform/registry.git',
            path: `clusters/${name}`,
            revision: COMMIT,
            source: { type: 'SourceAvailable', status: 'True', reason: 'Fetched' },
            outbox: 0,
            outboxLost: 0,
            ...report,
          },
        }
      : {}),
    ...rest,
  };
}

const REACHES_NOT = {
  type: 'SourceAvailable',
  status: 'False',
  reason: 'FetchFailed',
  message: 'ssh://git@git.example.com:22/platform/registry.git: connection refused; trying again in 40 s',
};

/** Clusters and applications; `size` adds that many well-kept clusters. */
export function fleet(size = 4) {
  const made = [
    [cluster('prod-eu-1', 'eu-west', 'prod', 4), 18, { 3: DEGRADED, 5: PROGRESSING, 8: REFUSED }],
    [cluster('prod-us-1', 'us-east', 'prod', 11), 18, { 3: BROKEN_YAML }],
    [cluster('prod-us-2', 'us-east', 'prod', 22), 18, { 4: { sync: 'OutOfSync', message: '' } }],
    [
      cluster('prod-ap-1', 'ap-south', 'prod', 842, {
        state: 'stale',
        report: { outbox: 12, revision: OLDER },
      }),
      18,
      {},
    ],
    [
      cluster('edge.factory-7', 'eu-north', 'edge', 51, {
        report: { source: REACHES_NOT, kubernetesVersion: 'v1.35.9+k3s1', outbox: 214, outboxLost: 3 },
      }),
      6,
      {},
    ],
    [cluster('staging', 'eu-west', 'staging', 130), 12, { 6: PROGRESSING }],
    [cluster('new-cluster', 'us-west', 'prod', undefined), 0, {}],
    [cluster('xss-lab', '"><script>', 'test', 9), 3, { 2: HOSTILE }],
    ...Array.from({ length: size }, (_, i) => [
      cluster(`prod-de-${i + 1}`, 'eu-central', 'prod', 2 + ((i * 7) % 50)),
      14 + (i % 5),
      {},
    ]),
  ];
  const applications = made.flatMap(([each, number, special]) =>
    Array.from({ length: number }, (_, i) => application(each, i, special[i] ? { status: special[i] } : {})),
  );
  const clusters = made.map(([each]) => ({
    ...each,
    counts: counts(applications.filter((a) => a.cluster === each.name)),
  }));
  return { clusters, applications };
}

function counts(applications) {
  const sync = (state) => applications.filter((each) => each.status.sync === state).length;
  const health = (state) => applications.filter((each) => each.status.health.status === state).length;
  return {
    applications: applications.length,
    synced: sync('Synced'),
    outOfSync: sync('OutOfSync'),
    unknown: sync('Unknown'),
    healthy: health('Healthy'),
    progressing: health('Progressing'),
    degraded: health('Degraded'),
    suspended: health('Suspended'),
    missing: health('Missing'),
    unknownHealth: health('Unknown'),
    driftRepairs: applications.reduce((sum, each) => sum + each.status.summary.driftRepairs, 0),
  };
}

/** What happened to every application. */
export function history() {
  const sync = (id, msAgo, more) => ({
    sequence: id,
    kind: 'sync',
    at: iso(msAgo),
    sync: {
      id,
      phase: 'Succeeded',
      revision: COMMIT,
      startedAt: iso(msAgo + 2_400),
      finishedAt: iso(msAgo),
      created: 0,
      updated: 1,
      pruned: 0,
      ...more,
    },
    message: more?.message ?? '',
  });
  return [
    {
      sequence: 9,
      kind: 'drift',
      at: iso(95_000),
      drift: {
        object: 'apps/Deployment/apps/api',
        manager: 'kubectl-edit',
        fields: ['.spec.replicas', '.spec.template.spec.containers[name="api"].image'],
        repaired: true,
      },
    },
    sync(8, 26 * 60_000, {}),
    {
      sequence: 7,
      kind: 'drift',
      at: iso(3 * HOUR),
      drift: { object: '/ConfigMap/apps/api-settings', fields: ['.data.LOG_LEVEL'], repaired: true },
      message: 'The field was removed.',
    },
    sync(6, 5 * HOUR, {
      phase: 'Failed',
      revision: OLDER,
      updated: 0,
      message: 'Deployment apps/api: spec.template.spec.containers[0].image: Required value',
    }),
    sync(5, 6 * HOUR, {
      phase: 'Superseded',
      revision: OLDER,
      updated: 0,
      message: 'A newer commit took over.',
    }),
    sync(4, 50 * HOUR, { created: 6, updated: 0, pruned: 1, revision: OLDER }),
  ];
}

export const REFUSALS = [
  {
    claimed: 'prod-eu-1',
    reason: 'The signature fits no public key of this cluster in the registry.',
    count: 14,
    firstAt: iso(2 * HOUR),
    lastAt: iso(130_000),
  },
  {
    claimed: 'unknown-cluster',
    reason: 'The registry has no cluster of this name.',
    count: 3,
    firstAt: iso(HOUR),
    lastAt: iso(40 * 60_000),
  },
];
