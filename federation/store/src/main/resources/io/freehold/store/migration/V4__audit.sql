-- Who did what, when, to which revision and with what result: of every cluster as its agent tells it, and of the plane
-- itself. Only ever added to; each entry names the digest of the one before it in its chain.
create table audit (
  -- By the plane's clock, so that nobody else decides in which month an entry is kept.
  stored_at timestamptz not null,
  -- Whose chain it is in: a cluster, or '' for the plane.
  origin text collate "C" not null,
  chain text collate "C" not null,
  number bigint not null,
  -- When it happened, as the origin says.
  at timestamptz not null,
  actor text not null,
  actor_type text not null,
  action text not null,
  object text not null,
  -- What it is about, which for entries of the plane may be a cluster too.
  cluster text collate "C" not null,
  revision text not null,
  digest text not null,
  result text not null,
  source text not null,
  -- What the digest is of, byte for byte; the columns above repeat what it says. All else that it says is only here.
  record text not null,
  previous text not null,
  hash text not null,
  search text generated always as (
    lower(actor || ' ' || action || ' ' || object || ' ' || cluster || ' ' || revision || ' ' || result || ' ' || source)
  ) stored,
  primary key (origin, chain, number, hash, stored_at)
) partition by range (stored_at);

create index audit_by_time on audit (at desc, origin desc, chain desc, number desc);
create index audit_by_cluster on audit (cluster, at desc);

-- For months that have no table of their own yet; they are made long before they begin.
create table audit_other partition of audit default;

-- Entries stay as they are. Old months are dropped whole, after an entry was made that says so.
create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
end $$;

create trigger audit_rows_stay before update or delete on audit for each row execute function audit_is_append_only();
create trigger audit_stays before truncate on audit for each statement execute function audit_is_append_only();

-- Makes sure that a month has a table of its own.
create function ensure_audit_month(month date) returns void language plpgsql as $$
declare
  partition text := 'audit_' || to_char(month, 'YYYY_MM');
  from_bound timestamptz := month::timestamp at time zone 'UTC';
  to_bound timestamptz := (month + interval '1 month') at time zone 'UTC';
begin
  if to_regclass(format('%I', partition)) is not null then
    return;
  end if;
  -- A month that began without its table: its entries move as they are.
  create temporary table audit_moving on commit drop as
    select stored_at, origin, chain, number, at, actor, actor_type, action, object, cluster, revision, digest, result,
      source, record, previous, hash
    from audit_other where stored_at >= from_bound and stored_at < to_bound;
  if exists (select 1 from audit_moving) then
    alter table audit_other disable trigger audit_rows_stay;
    delete from audit_other where stored_at >= from_bound and stored_at < to_bound;
    alter table audit_other enable trigger audit_rows_stay;
  end if;
  execute format('create table %I partition of audit for values from (%L) to (%L)', partition, from_bound, to_bound);
  execute format('create trigger audit_stays before truncate on %I for each statement execute function audit_is_append_only()',
    partition);
  insert into audit (stored_at, origin, chain, number, at, actor, actor_type, action, object, cluster, revision, digest,
    result, source, record, previous, hash) select * from audit_moving;
  drop table audit_moving;
end $$;

create trigger audit_stays before truncate on audit_other for each statement execute function audit_is_append_only();

-- How far each chain is, and how far it was checked.
create table audit_chain (
  origin text collate "C" not null,
  chain text collate "C" not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  -- The newest entry.
  head_number bigint not null,
  head_hash text not null,
  -- The last entry that is no longer kept.
  anchor_number bigint not null default 0,
  anchor_hash text not null default '',
  -- Up to here every entry was checked against the one before; what did not fit is in audit_fault.
  checked_number bigint not null default 0,
  checked_at timestamptz,
  -- When that was last done from the first entry on.
  whole_at timestamptz,
  primary key (origin, chain)
);

-- The chain that this database adds to: a copy of it that lives on elsewhere adds to another one.
create table audit_self (
  singleton boolean primary key default true check (singleton),
  chain text not null default gen_random_uuid()::text
);
insert into audit_self default values;

-- What is wrong with chains: entries that are missing, and entries that do not fit.
create table audit_fault (
  origin text collate "C" not null,
  chain text collate "C" not null,
  from_number bigint not null,
  to_number bigint not null,
  kind text not null,
  found_at timestamptz not null,
  primary key (origin, chain, from_number, kind)
);

-- As for applications: without the extension a search by text reads every row.
do $$ begin
  create index audit_by_text on audit using gin (search gin_trgm_ops);
exception when others then
  raise notice 'searching without pg_trgm: %', sqlerrm;
end $$;
