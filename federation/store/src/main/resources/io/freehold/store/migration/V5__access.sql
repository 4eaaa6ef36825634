-- What the registry's folder plane/ configures: per part the files of the newest commit at which they were good.
create table plane_configuration (
  part text collate "C" primary key,
  revision text not null,
  committed_at timestamptz not null,
  author text not null,
  -- Path to content, base64.
  files jsonb not null
);

-- People who are signed in. Only a digest of what their browser holds is here.
create table session (
  hash text collate "C" primary key,
  kind text not null,
  -- Where they signed in: when that changes, the session is worth nothing.
  issuer text not null,
  name text not null,
  groups text[] not null,
  created_at timestamptz not null,
  used_at timestamptz not null
);

-- Sign-ins at the provider that are under way; each is used once, by the browser that began it.
create table sign_in (
  state_hash text collate "C" primary key,
  browser_hash text not null,
  nonce text not null,
  verifier text not null,
  return_to text not null,
  begun_at timestamptz not null
);

-- Tokens that people made. What they may do is never more than what their owner may do at that moment.
create table api_token (
  id text collate "C" primary key,
  hash text collate "C" not null unique,
  name text not null,
  owner_kind text not null,
  owner_issuer text not null,
  owner text not null,
  owner_groups text[] not null,
  -- Role, clusters and projects, as in plane/access.yaml.
  allows jsonb not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);

create index api_token_of_owner on api_token (owner_kind, owner);
