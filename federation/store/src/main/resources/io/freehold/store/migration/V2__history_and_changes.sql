-- History by month, so that old months are dropped whole instead of row by row.
alter table journal rename to journal_v1;
alter index journal_pkey rename to journal_v1_pkey;
alter index journal_of_application rename to journal_v1_of_application;
alter table sync_span rename to sync_span_v1;
alter index sync_span_pkey rename to sync_span_v1_pkey;

create table journal (
  cluster text collate "C" not null,
  sequence bigint not null,
  kind text not null,
  namespace text collate "C" not null,
  name text collate "C" not null,
  -- When it happened, as the cluster says. A repetition says the same, so it is the same row.
  at timestamptz not null,
  entry jsonb not null,
  received_at timestamptz not null,
  primary key (cluster, sequence, at)
) partition by range (at);

create index journal_of_application on journal (cluster, namespace, name, sequence desc);
-- What happened over the fleet, newest first, and what a commit did.
create index journal_by_time on journal (at desc, cluster, sequence desc);
create index journal_by_revision on journal ((entry -> 'sync' ->> 'revision'), at desc) where kind = 'SYNC';

create table sync_span (
  cluster text collate "C" not null,
  trace_id text not null,
  span_id text not null,
  name text collate "C" not null,
  revision text not null,
  result text not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  primary key (cluster, trace_id, span_id, ended_at)
) partition by range (ended_at);

create index sync_span_by_revision on sync_span (revision, ended_at desc);

-- For times of months that have no table of their own, such as those of clocks that are wrong.
create table journal_other partition of journal default;
create table sync_span_other partition of sync_span default;

-- Makes sure that a month has a table of its own, also when rows of it came before.
create function ensure_month(history text, key_column text, month date) returns void language plpgsql as $$
declare
  partition text := format('%s_%s', history, to_char(month, 'YYYY_MM'));
  upper_bound date := (month + interval '1 month')::date;
begin
  if to_regclass(format('%I', partition)) is not null then
    return;
  end if;
  execute format('create table %I (like %I including defaults including constraints)', partition, history);
  execute format('with moved as (delete from %I where %I >= %L::timestamptz and %I < %L::timestamptz returning *)
    insert into %I select * from moved', history || '_other', key_column, month || 'T00:00:00Z', key_column,
    upper_bound || 'T00:00:00Z', partition);
  execute format('alter table %I attach partition %I for values from (%L) to (%L)', history, partition,
    month || 'T00:00:00Z', upper_bound || 'T00:00:00Z');
end $$;

insert into journal select * from journal_v1;
insert into sync_span select * from sync_span_v1;
drop table journal_v1;
drop table sync_span_v1;

-- Lists of applications by what is wrong with them.
create index application_state_by_health on application_state (health, cluster, namespace, name) where not gone;
create index application_state_by_sync on application_state (sync, cluster, namespace, name) where not gone;
-- A commit's progress over the fleet.
create index application_state_by_revision on application_state ((report -> 'status' ->> 'revision')) where not gone;

-- What changed, for live streams and those who come back. Transactions end in another order than they draw numbers, so
-- the transaction is part of the position: what is older than every running transaction is complete.
create table change_event (
  xid xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity,
  at timestamptz not null default now(),
  kind text not null,
  cluster text collate "C" not null,
  namespace text collate "C" not null,
  name text collate "C" not null,
  primary key (xid, id)
);

create index change_event_by_time on change_event (at);

-- What became of each commit in each cluster, added up from the syncs of the journal.
create table commit_sync (
  revision text collate "C" not null,
  cluster text collate "C" not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  succeeded bigint not null,
  failed bigint not null,
  -- How the sync with the largest number ended.
  last_sequence bigint not null,
  last_phase text not null,
  last_message text not null,
  primary key (revision, cluster)
);

create table commit_seen (
  revision text collate "C" primary key,
  first_at timestamptz not null,
  last_at timestamptz not null
);

create index commit_seen_by_time on commit_seen (last_at desc, revision desc);
