-- A draft of a decision table remembers everybody who saved it: its author stays its author, and nobody who had a hand in it publishes it.

alter table decision_table_version
  add column revision integer not null default 1,
  add column saved_by uuid,
  add column saved_at timestamptz,
  add column savers uuid[] not null default '{}';
-- Published versions do not change, not even to gain what these columns say: the trigger rests while they are filled.
-- The owner sees the rows of every body only while row-level security is not forced upon it.
alter table decision_table_version no force row level security;
alter table decision_table_version disable trigger decision_table_published;
update decision_table_version set saved_by = drafted_by, saved_at = drafted_at, savers = array[drafted_by];
alter table decision_table_version enable trigger decision_table_published;
alter table decision_table_version force row level security;
alter table decision_table_version
  alter column saved_by set not null,
  alter column saved_at set not null,
  add check (published_by is null or not published_by = any (savers)),
  add foreign key (tenant_id, saved_by) references app_user (tenant_id, id);
