-- What the registry's folder plane/ configures: per part the files of the newest commit at which they were good.
create table plane_configuration (
  part text collate "C" primary key,
  revision text not null,
  committed_at timestamptz not null,
  author text not null,
  -- Path to content, base64.
  files jsonb not null
);
