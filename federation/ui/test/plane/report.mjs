// Lets the made-up fleet report to a real plane, to look at the page with the real API behind it:
//   node test/plane/report.mjs FOLDER [OTLP_HTTP_URL]
// writes a registry with the fleet's keys into the folder, serves it over HTTP on port 8091 for the plane, and reports every
// few seconds until it is stopped. One cluster falls silent after its first report, one never speaks, and one report a
// round is signed by another cluster than it claims.
import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fleet, history } from './fleet.mjs';
import { serveGit } from './git.mjs';

const INTERVAL_S = 10;
const SILENT = 'prod-ap-1';
const GIT_PORT = 8091;
let sequence = 0;

const [folder, target = 'http://127.0.0.1:4318'] = process.argv.slice(2);
if (!folder) throw new Error('usage: node test/plane/report.mjs FOLDER [OTLP_HTTP_URL]');
const world = fleet();

if (!existsSync(join(folder, 'registry'))) writeRegistry();
await serveGit(resolve(folder), GIT_PORT);
console.log(
  `start the plane with FREEHOLD_ANONYMOUS=viewer FREEHOLD_REGISTRY_URL=http://127.0.0.1:${GIT_PORT}/registry/.git`,
);
await report(target);

function writeRegistry() {
  const registry = join(folder, 'registry');
  mkdirSync(join(folder, 'keys'), { recursive: true });
  for (const cluster of world.clusters) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(folder, 'keys', cluster.name), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const home = join(registry, 'clusters', cluster.name);
    mkdirSync(home, { recursive: true });
    // JSON is YAML.
    writeFileSync(
      join(home, 'cluster.yaml'),
      JSON.stringify({
        apiVersion: 'freehold.io/v1',
        kind: 'Cluster',
        metadata: { name: cluster.name, labels: cluster.labels },
        spec: {
          publicKeys: [publicKey.export({ type: 'spki', format: 'der' }).toString('base64')],
          plane: { reportInterval: `${INTERVAL_S}s` },
        },
      }),
    );
  }
  const git = (...args) => execFileSync('git', ['-C', registry, ...args], { stdio: 'ignore' });
  git('init', '-b', 'main');
  git('add', '.');
  git('-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '-m', 'A made-up fleet');
}

async function report(url) {
  const heard = new Set();
  const speak = async (signer, cluster) => {
    try {
      await send(url, signer, cluster.name, records(cluster, !heard.has(cluster.name)));
      if (signer === cluster.name) heard.add(cluster.name);
    } catch (error) {
      console.log(String(error.cause?.code ?? error.message));
    }
  };
  for (;;) {
    for (const cluster of world.clusters) {
      const silent = cluster.name === SILENT && heard.has(SILENT);
      if (cluster.report && !silent) await speak(cluster.name, cluster);
    }
    await speak('staging', world.clusters[0]);
    await setTimeout((INTERVAL_S * 1_000) / 2);
  }
}

function records(cluster, withHistory) {
  const applications = world.applications.filter((each) => each.cluster === cluster.name);
  const name = { 'k8s.cluster.name': cluster.name };
  const state = (type, id, description) =>
    record('entity.state', {
      'entity.type': type,
      'entity.id': id,
      'entity.description': description,
      'entity.report.interval': INTERVAL_S,
    });
  return [
    state('k8s.cluster', name, {
      ...cluster.report,
      labels: cluster.labels,
      applications: applications.map((each) => `${each.namespace}/${each.name}`).sort(),
    }),
    ...applications.map((each) =>
      state(
        'gitops.application',
        { ...name, 'gitops.application.namespace': each.namespace, 'gitops.application.name': each.name },
        { ...each, cluster: undefined, clusterState: undefined, lastReportAt: undefined },
      ),
    ),
    ...(withHistory ? applications.flatMap((each) => journal(each)) : []),
  ];
}

function journal({ namespace, name }) {
  return history()
    .reverse()
    .map((entry) =>
      record('gitops.journal', {
        'gitops.journal.kind': entry.kind,
        'gitops.journal.entry': { ...entry, sequence: undefined, namespace, name },
      }),
    );
}

function record(eventName, attributes) {
  return { eventName, attributes: pairs({ ...attributes, 'gitops.sequence': nextSequence() }) };
}

/** Grows over restarts too. */
function nextSequence() {
  sequence = Math.max(sequence + 1, Date.now() * 1_024);
  return sequence;
}

function pairs(object) {
  return Object.entries(object)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({ key, value: any(value) }));
}

function any(value) {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return { intValue: String(value) };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(any) } };
  return { kvlistValue: { values: pairs(value) } };
}

async function send(url, signer, claimed, logRecords) {
  const answer = await fetch(`${url}/v1/logs`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token(signer)}` },
    body: JSON.stringify({
      resourceLogs: [
        {
          resource: { attributes: pairs({ 'service.name': 'freehold-agent', 'k8s.cluster.name': claimed }) },
          scopeLogs: [{ scope: { name: 'io.freehold.agent' }, logRecords }],
        },
      ],
    }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${signer} as ${claimed}: ${answer.status} ${text}`);
  if (text.includes('rejected')) console.log(`${claimed}: ${text}`);
}

function token(cluster) {
  const key = createPrivateKey(readFileSync(join(folder, 'keys', cluster)));
  const now = Math.floor(Date.now() / 1_000);
  const part = (text) => Buffer.from(text).toString('base64url');
  const signed = `${part('{"alg":"EdDSA","typ":"JWT"}')}.${part(`{"sub":"${cluster}","aud":"freehold-plane","iat":${now},"exp":${now + 300}}`)}`;
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
}
