-- Registers of those from whom a court chooses: entries, ties, appointments, evaluations. Decisions on entries stand in journal_record (`register.decision`).

create table register_entry (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- Kind of register: administrators …
  kind text not null,
  code text not null,
  name text not null,
  subject text not null,
  grade text not null,
  areas text[] not null,
  -- The decisions as they were journalled: a projection, which can be rebuilt.
  decisions jsonb not null,
  contact text not null,
  -- The account under which the entry speaks for itself.
  account_id uuid,
  version integer not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, kind, code),
  foreign key (tenant_id, account_id) references app_user (tenant_id, id)
);
create index register_entry_of_account on register_entry (tenant_id, account_id) where account_id is not null;

create table register_tie (
  tenant_id uuid not null,
  id uuid not null,
  entry_id uuid not null,
  ground text not null,
  party_name text not null,
  party_code text,
  -- Null while it lasts.
  until_day date,
  how text not null check (how in ('declared', 'found')),
  note text not null,
  user_id uuid not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, entry_id) references register_entry (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);
create index register_tie_of_entry on register_tie (tenant_id, entry_id);

create table register_appointment (
  tenant_id uuid not null,
  id uuid not null,
  entry_id uuid not null,
  matter_id uuid,
  case_title text not null,
  method text not null check (method in ('random', 'competitive', 'recommended')),
  -- The draw, competition or recommendation that it follows from.
  choice_id uuid not null,
  from_day date not null,
  -- Null while it lasts.
  until_day date,
  ended_why text,
  primary key (tenant_id, id),
  foreign key (tenant_id, entry_id) references register_entry (tenant_id, id),
  foreign key (tenant_id, matter_id) references matter (tenant_id, id)
);
create index register_appointment_of_entry on register_appointment (tenant_id, entry_id);
create index register_appointment_of_matter on register_appointment (tenant_id, matter_id) where matter_id is not null;

create table register_evaluation (
  tenant_id uuid not null,
  id uuid not null,
  entry_id uuid not null,
  matter_id uuid,
  case_title text not null,
  scheme_id text not null,
  scheme_version text not null,
  status text not null check (status in ('open', 'published', 'appealed', 'upheld', 'annulled')),
  scores jsonb not null,
  -- Basis points; null until it is published.
  total integer,
  published_on date,
  -- Appeals with their decisions, in order.
  appeals jsonb not null,
  version integer not null,
  opened_by uuid not null,
  opened_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, entry_id) references register_entry (tenant_id, id),
  foreign key (tenant_id, matter_id) references matter (tenant_id, id),
  foreign key (tenant_id, opened_by) references app_user (tenant_id, id)
);
create index register_evaluation_of_entry on register_evaluation (tenant_id, entry_id, id);

do $$
declare
  name text;
begin
  foreach name in array array['register_entry', 'register_tie', 'register_appointment', 'register_evaluation'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy of_tenant on %I using (tenant_id = nullif(current_setting(''yingshang.tenant'', true), '''')::uuid)', name);
  end loop;
end
$$;

grant select, insert, update on register_entry, register_tie, register_appointment, register_evaluation to yingshang_app;
