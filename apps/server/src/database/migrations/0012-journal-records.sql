-- The journal seals more than actions of matters: votes, draws, decisions of a register, steps of the ledger. A queue row says what kind of entry it is.

alter table journal_queue drop constraint journal_queue_tenant_id_action_id_fkey;
alter table journal_entry drop constraint journal_entry_tenant_id_action_id_fkey;
alter table journal_queue rename column action_id to record_id;
alter table journal_entry rename column action_id to record_id;
alter table journal_queue add column kind text not null default 'matter.action';
alter table journal_entry add column kind text not null default 'matter.action';

-- What was recorded, word for word, with the salt that opens its digest. Actions of matters stand in matter_action; all else stands here.
create table journal_record (
  tenant_id uuid not null,
  id uuid not null,
  -- The kind of its entry in the tree: `draw`, `ballot.vote` …
  kind text not null,
  -- What it belongs to: a meeting, a draw, an entry of the ledger.
  subject_id uuid not null,
  -- Null for the system.
  user_id uuid,
  at timestamptz not null,
  body jsonb not null,
  salt bytea not null check (octet_length(salt) = 32),
  digest bytea not null check (octet_length(digest) = 32),
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);
create index journal_record_of_subject on journal_record (tenant_id, subject_id, kind, id);
create trigger journal_record_append_only before update or delete on journal_record for each row execute function refuse_change();
create trigger journal_record_no_truncate before truncate on journal_record for each statement execute function refuse_change();

alter table journal_record enable row level security;
alter table journal_record force row level security;
create policy of_tenant on journal_record using (tenant_id = nullif(current_setting('yingshang.tenant', true), '')::uuid);

grant select, insert on journal_record to yingshang_app;
