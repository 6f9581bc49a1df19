-- What became of a letter of the outbox. Null: it waits, or was taken and no answer has come.
-- late: it was of no use any more before it could be sent; dropped: another took its place.
alter table outbox add column outcome text;
alter table outbox add constraint outbox_outcome check (outcome in ('sent', 'failed', 'unknown', 'late', 'dropped'));

-- The letter with which a code was mailed.
alter table meeting_code add column letter_id uuid;
