-- What people search applications by, ready to be compared.
alter table application_state add column search text generated always as (
  lower(namespace || '/' || name || ' ' || coalesce(report ->> 'source', '') || ' ' || coalesce(report ->> 'path', ''))
) stored;

-- An index for parts of texts where the server has it and lets us; without it a search reads every row.
do $$ begin
  create extension if not exists pg_trgm;
  create index application_state_by_text on application_state using gin (search gin_trgm_ops) where not gone;
exception when others then
  raise notice 'searching without pg_trgm: %', sqlerrm;
end $$;
