-- Clusters that the registry named at the newest commit that could be read, and their keys.
create table registry_cluster (
  name text collate "C" primary key,
  labels jsonb not null,
  public_keys jsonb not null,
  interval_seconds bigint not null,
  -- Why the newest cluster.yaml cannot be used; what is stored is then the last good one.
  problem text not null
);

create table registry_read (
  singleton boolean primary key default true check (singleton),
  revision text not null,
  read_at timestamptz not null
);

-- The newest report of each cluster. The report is null while only other records of the cluster have arrived.
create table cluster_state (
  cluster text collate "C" primary key,
  sequence bigint not null,
  report jsonb,
  -- The largest sequence number of any record, and when the plane received it: a replayed record changes neither.
  newest_sequence bigint not null,
  last_report_at timestamptz not null
);

-- The newest report of each application; rows of applications that are gone stay to recognise late reports.
create table application_state (
  cluster text collate "C" not null,
  namespace text collate "C" not null,
  name text collate "C" not null,
  sequence bigint not null,
  gone boolean not null,
  sync text not null,
  health text not null,
  drift_repairs bigint not null,
  report jsonb not null,
  last_report_at timestamptz not null,
  primary key (cluster, namespace, name)
);

create table journal (
  cluster text collate "C" not null,
  sequence bigint not null,
  kind text not null,
  namespace text collate "C" not null,
  name text collate "C" not null,
  at timestamptz not null,
  entry jsonb not null,
  received_at timestamptz not null,
  primary key (cluster, sequence)
);

create index journal_of_application on journal (cluster, namespace, name, sequence desc);

create table sync_span (
  cluster text collate "C" not null,
  trace_id text not null,
  span_id text not null,
  name text collate "C" not null,
  revision text not null,
  result text not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  primary key (cluster, trace_id, span_id)
);

create table refusal (
  claimed text not null,
  reason text not null,
  count bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (claimed, reason)
);
