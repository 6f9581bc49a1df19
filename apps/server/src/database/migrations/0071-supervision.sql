-- Supervision: letters and bulletins made from the ledger, sent to bodies, signed for and answered; batches of inspections.

create table letter (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- inquiry 函询提醒, case 个案通报, regular 定期通报
  kind text not null check (kind in ('inquiry', 'case', 'regular')),
  title text not null,
  ledger_id uuid,
  filter jsonb not null,
  -- What the filter found on the day of drafting; the letter speaks of these, whatever becomes of them.
  entries jsonb not null,
  opening text not null,
  closing text not null,
  answer_by date,
  status text not null check (status in ('draft', 'submitted', 'approved', 'sent', 'dropped')),
  -- 文号: mark, year and number, given when it is approved.
  series text not null,
  year integer,
  number integer,
  approved_on date,
  drafted_by uuid not null,
  drafted_at timestamptz not null,
  submitted_at timestamptz,
  approved_by uuid,
  approved_at timestamptz,
  returned_reason text,
  sent_by uuid,
  sent_at timestamptz,
  version integer not null,
  primary key (tenant_id, id),
  check (approved_by is null or approved_by <> drafted_by),
  foreign key (tenant_id, ledger_id) references ledger (tenant_id, id),
  foreign key (tenant_id, drafted_by) references app_user (tenant_id, id),
  foreign key (tenant_id, approved_by) references app_user (tenant_id, id),
  foreign key (tenant_id, sent_by) references app_user (tenant_id, id)
);
create unique index letter_number on letter (tenant_id, series, year, number) where number is not null;

create table letter_body (
  tenant_id uuid not null,
  letter_id uuid not null,
  body_id uuid not null,
  -- Set when the letter is sent: before that its bodies do not see it.
  sent boolean not null,
  received_by uuid,
  received_at timestamptz,
  answer text,
  answered_by uuid,
  answered_at timestamptz,
  reminded_on date,
  primary key (tenant_id, letter_id, body_id),
  foreign key (tenant_id, letter_id) references letter (tenant_id, id) on delete cascade,
  foreign key (tenant_id, body_id) references body (tenant_id, id),
  foreign key (tenant_id, received_by) references app_user (tenant_id, id),
  foreign key (tenant_id, answered_by) references app_user (tenant_id, id)
);
create index letter_body_of_body on letter_body (tenant_id, body_id, letter_id);

-- A batch of inspections; its findings are matters that name it.
create table inspection (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  title text not null,
  origin text not null check (origin in ('open', 'secret')),
  from_day date not null,
  until_day date not null,
  -- Names: experts from outside take part in unannounced visits.
  inspectors text[] not null,
  note text not null,
  closed_on date,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  check (until_day >= from_day),
  foreign key (tenant_id, created_by) references app_user (tenant_id, id)
);

do $$
declare
  name text;
begin
  foreach name in array array['letter', 'letter_body', 'inspection'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy of_tenant on %I using (tenant_id = nullif(current_setting(''yingshang.tenant'', true), '''')::uuid)', name);
    execute format('create policy made on %I as restrictive for insert with check ((select scope_runs()))', name);
  end loop;
end
$$;
create policy seen on letter_body as restrictive for select using ((select scope_all()) or sent and body_id = any ((select scope_reads())::uuid[]));
create policy changed on letter_body as restrictive for update using ((select scope_runs()) or sent and body_id = any ((select scope_bodies())::uuid[]));
create policy dropped on letter_body as restrictive for delete using ((select scope_runs()));
create policy seen on letter as restrictive for select using ((select scope_all()) or exists
  (select 1 from letter_body b where b.tenant_id = letter.tenant_id and b.letter_id = letter.id));
create policy changed on letter as restrictive for update using ((select scope_runs()));
create policy seen on inspection as restrictive for select using ((select scope_all()));
create policy changed on inspection as restrictive for update using ((select scope_runs()));

grant select, insert, update on letter, inspection to yingshang_app;
grant select, insert, update, delete on letter_body to yingshang_app;
