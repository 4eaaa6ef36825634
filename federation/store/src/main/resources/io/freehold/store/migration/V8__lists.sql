-- The list of applications by name, so that a page of it does not read and sort all of them.
create index application_state_by_name on application_state (name, namespace, cluster) where not gone;
