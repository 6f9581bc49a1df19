-- Matters and their actions, the journal that seals them, and what follows from them.

create table matter (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  procedure_id text not null,
  procedure_version text not null,
  title text not null,
  title_en text not null,
  number text,
  -- How many actions there are; the next one has seq + 1. Guards against two at once.
  seq integer not null,
  -- The fold of the actions: a projection, which can be rebuilt.
  state jsonb not null,
  stages text[] not null,
  flags text[] not null,
  ended boolean not null,
  next_due date,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create index matter_by_procedure on matter (tenant_id, procedure_id, id);
create index matter_stages on matter using gin (stages);
create index matter_next_due on matter (tenant_id, next_due) where not ended;

create table matter_action (
  tenant_id uuid not null,
  matter_id uuid not null,
  seq integer not null,
  id uuid not null,
  action text not null,
  -- Null for the system.
  user_id uuid,
  at timestamptz not null,
  -- The action as the engine folds it: canonical content of the journal's entry.
  body jsonb not null,
  effects jsonb not null,
  salt bytea not null check (octet_length(salt) = 32),
  digest bytea not null check (octet_length(digest) = 32),
  primary key (tenant_id, matter_id, seq),
  unique (tenant_id, id),
  foreign key (tenant_id, matter_id) references matter (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);
create trigger matter_action_append_only before update or delete on matter_action for each row execute function refuse_change();
create trigger matter_action_no_truncate before truncate on matter_action for each statement execute function refuse_change();

-- Written in the transaction of the action; the sealer moves it into the log in the order of commit.
create table journal_queue (
  tenant_id uuid not null,
  action_id uuid not null,
  digest bytea not null,
  queued_at timestamptz not null,
  primary key (tenant_id, action_id),
  foreign key (tenant_id, action_id) references matter_action (tenant_id, id)
);

create table journal_entry (
  tenant_id uuid not null,
  -- Place in the log, from 0.
  index bigint not null,
  action_id uuid not null,
  digest bytea not null,
  sealed_at timestamptz not null,
  primary key (tenant_id, index),
  unique (tenant_id, action_id),
  foreign key (tenant_id, action_id) references matter_action (tenant_id, id)
);
create trigger journal_entry_append_only before update or delete on journal_entry for each row execute function refuse_change();
create trigger journal_entry_no_truncate before truncate on journal_entry for each statement execute function refuse_change();

-- Files of the log by path: tiles, bundles, the checkpoint.
create table journal_file (
  tenant_id uuid not null references tenant (id),
  path text not null,
  bytes bytea not null,
  primary key (tenant_id, path)
);

create table matter_clock (
  tenant_id uuid not null,
  matter_id uuid not null,
  clock text not null,
  key text not null,
  status text not null,
  due date,
  due_at timestamptz,
  on_due text,
  warn text[] not null,
  warned_until text,
  -- The consequence of this end has been taken; the clock may still wait for the act itself.
  fired boolean not null,
  primary key (tenant_id, matter_id, clock, key),
  foreign key (tenant_id, matter_id) references matter (tenant_id, id)
);
create index matter_clock_due on matter_clock (tenant_id, due_at) where status = 'running' and not fired;

create table matter_task (
  tenant_id uuid not null,
  id uuid not null,
  matter_id uuid not null,
  obligation text not null,
  title_zh text not null,
  title_en text not null,
  roles text[] not null,
  due date,
  since date not null,
  done_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, matter_id) references matter (tenant_id, id)
);
create index matter_task_open on matter_task (tenant_id, matter_id) where done_at is null;

create table matter_party (
  tenant_id uuid not null,
  id uuid not null,
  matter_id uuid not null,
  user_id uuid not null,
  role text not null,
  from_day date not null,
  until_day date,
  on_behalf_of uuid,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, matter_id) references matter (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id),
  foreign key (tenant_id, on_behalf_of) references app_user (tenant_id, id)
);
create index matter_party_of_matter on matter_party (tenant_id, matter_id);
create index matter_party_of_user on matter_party (tenant_id, user_id, matter_id);

create table matter_follower (
  tenant_id uuid not null,
  matter_id uuid not null,
  user_id uuid not null,
  primary key (tenant_id, matter_id, user_id),
  foreign key (tenant_id, matter_id) references matter (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);

create table matter_draft (
  tenant_id uuid not null,
  matter_id uuid not null,
  user_id uuid not null,
  action text not null,
  form jsonb not null,
  saved_at timestamptz not null,
  primary key (tenant_id, matter_id, user_id, action),
  foreign key (tenant_id, matter_id) references matter (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);

create table matter_document (
  tenant_id uuid not null,
  id uuid not null,
  matter_id uuid not null,
  seq integer not null,
  document text not null,
  number text not null,
  made_at timestamptz not null,
  sha256 text not null,
  bytes bytea not null,
  primary key (tenant_id, id),
  unique (tenant_id, matter_id, seq, document),
  foreign key (tenant_id, matter_id, seq) references matter_action (tenant_id, matter_id, seq)
);

-- Gap-free numbers per tenant and series, taken in the transaction that uses them.
create table number_series (
  tenant_id uuid not null references tenant (id),
  series text not null,
  last integer not null,
  primary key (tenant_id, series)
);

create table attachment (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  type text not null,
  size bigint not null,
  sha256 text not null,
  uploaded_by uuid not null,
  uploaded_at timestamptz not null,
  -- Set by the first action that uses it.
  matter_id uuid,
  -- The content is in the file store, by tenant and hash.
  primary key (tenant_id, id),
  foreign key (tenant_id, uploaded_by) references app_user (tenant_id, id),
  foreign key (tenant_id, matter_id) references matter (tenant_id, id)
);

-- What has to leave the transaction: notices, calls of connectors. A relay repeats until it is acknowledged.
create table outbox (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  topic text not null,
  body jsonb not null,
  created_at timestamptz not null,
  done_at timestamptz,
  attempts integer not null,
  last_error text,
  primary key (tenant_id, id)
);
create index outbox_open on outbox (tenant_id, id) where done_at is null;

create table notice (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  matter_id uuid,
  zh text not null,
  en text not null,
  at timestamptz not null,
  read_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id),
  foreign key (tenant_id, matter_id) references matter (tenant_id, id)
);
create index notice_of_user on notice (tenant_id, user_id, id);

do $$
declare
  name text;
begin
  foreach name in array array['matter', 'matter_action', 'journal_queue', 'journal_entry', 'journal_file', 'matter_clock', 'matter_task', 'matter_party',
    'matter_follower', 'matter_draft', 'matter_document', 'number_series', 'attachment', 'outbox', 'notice'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy of_tenant on %I using (tenant_id = nullif(current_setting(''yingshang.tenant'', true), '''')::uuid)', name);
  end loop;
end
$$;

grant select, insert on matter_action, journal_entry, matter_document to yingshang_app;
grant select, insert, delete on journal_queue to yingshang_app;
grant select, insert, update on matter, matter_task, matter_party, journal_file, number_series, attachment, outbox, notice to yingshang_app;
grant select, insert, update, delete on matter_clock, matter_draft, matter_follower to yingshang_app;
