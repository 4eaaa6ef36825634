-- How far changes have been compared with the triggers of notifications, and with which rules.
create table notify_cursor (
  singleton boolean primary key default true check (singleton),
  xid bigint not null,
  id bigint not null,
  rules text not null,
  -- While everything is looked at once: after which application to go on. Null when that is done.
  scan_cluster text,
  scan_namespace text,
  scan_name text,
  -- Whether everything is looked at for the first time, so that nothing of it is news.
  learning boolean not null
);

-- What was known of an application or cluster (namespace and name empty) when it was compared last,
-- and how each trigger stood.
create table notify_object (
  cluster text collate "C" not null,
  namespace text collate "C" not null,
  name text collate "C" not null,
  state jsonb not null,
  standings jsonb not null,
  primary key (cluster, namespace, name)
);

create index notify_object_standing on notify_object (namespace, name) where standings <> '{}';

-- What has to be told and waits for more of the same.
create table notify_event (
  id bigint generated always as identity primary key,
  target text not null,
  group_key text not null,
  incident text not null,
  trigger text not null,
  phase text not null,
  cluster text collate "C" not null,
  namespace text collate "C" not null,
  name text collate "C" not null,
  at timestamptz not null,
  due_at timestamptz not null,
  happened jsonb not null,
  unique (target, group_key, cluster, namespace, name)
);

-- Messages: those to send, and the log of those that were.
create table notify_delivery (
  id text primary key,
  target text not null,
  trigger text not null,
  phase text not null,
  -- pending, sent, dead or silenced
  state text not null,
  title text not null,
  about text not null,
  clusters jsonb not null,
  cluster_count int not null,
  incident text not null,
  -- Null when there is nothing to send.
  message jsonb,
  attempts int not null default 0,
  created_at timestamptz not null,
  next_at timestamptz not null,
  -- Until then it is somebody's to send.
  lease_until timestamptz,
  ended_at timestamptz,
  problem text not null default ''
);

create index notify_delivery_pending on notify_delivery (next_at) where state = 'pending';
create index notify_delivery_order on notify_delivery (target, incident, created_at) where state = 'pending';
create index notify_delivery_log on notify_delivery (created_at desc, id desc);
create index notify_delivery_rate on notify_delivery (target, created_at desc);

-- Triggers that could not say something lately.
create table notify_problem (
  trigger text primary key,
  message text not null,
  at timestamptz not null
);

-- Silences that operators made; those of the registry are not here.
create table notify_silence (
  id text primary key,
  about jsonb not null,
  until timestamptz not null,
  author text not null,
  reason text not null,
  created_at timestamptz not null
);
