-- What commits say of themselves, as the agent of a cluster told, or with cluster '' as the plane read it in the registry. No
-- cluster can say anything of the commits of another.
create table commit_info (
  cluster text collate "C" not null,
  revision text collate "C" not null,
  author text not null,
  committer text not null,
  authored_at timestamptz not null,
  committed_at timestamptz not null,
  subject text not null,
  stored_at timestamptz not null default now(),
  primary key (cluster, revision)
);

-- When the health of applications became what. The first report of one is no change.
create table health_change (
  cluster text collate "C" not null,
  namespace text collate "C" not null,
  name text collate "C" not null,
  at timestamptz not null,
  health text not null,
  primary key (cluster, namespace, name, at, health)
);

create index health_change_by_time on health_change (at);

create function note_health_change() returns trigger language plpgsql as $$
begin
  insert into health_change (cluster, namespace, name, at, health)
  values (new.cluster, new.namespace, new.name, new.last_report_at, new.health)
  on conflict do nothing;
  return null;
end $$;

create trigger application_health_changed after update of health on application_state
  for each row when (old.health is distinct from new.health) execute function note_health_change();
