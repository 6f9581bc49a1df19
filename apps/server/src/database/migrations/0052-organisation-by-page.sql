-- Who gives and who receives a delegation is told when it begins and when it is over; groups of bodies can be dissolved.

alter table delegation add column begin_told timestamptz;
alter table delegation add column end_told timestamptz;
-- What was over before anybody was told is not told now.
update delegation set begin_told = made_at where from_day <= current_date;
update delegation set end_told = made_at where until_day < current_date or revoked_at is not null;
create index delegation_to_tell on delegation (tenant_id, from_day) where end_told is null;

grant delete on body_group to yingshang_app;
