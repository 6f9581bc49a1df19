-- Reporting: which rounds a ledger has, what each body handed in for each round, who was urged.

create table ledger_cycle (
  tenant_id uuid not null,
  ledger_id uuid not null,
  rule_id text not null,
  -- A version of packages/ledger CycleRule.
  rule jsonb not null,
  active boolean not null,
  -- Rounds that were due before are not asked for.
  since date not null,
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (tenant_id, ledger_id, rule_id),
  foreign key (tenant_id, ledger_id) references ledger (tenant_id, id),
  foreign key (tenant_id, changed_by) references app_user (tenant_id, id)
);

-- The report of a body for a round: made when the round opens, so that who was asked stays known when entries are closed later.
create table cycle_report (
  tenant_id uuid not null,
  ledger_id uuid not null,
  -- Key of the round, weekly/2026-W12.
  cycle text not null,
  body_id uuid not null,
  rule_id text not null,
  from_day date not null,
  until_day date not null,
  opens_on date not null,
  due_on date not null,
  closes_on date not null,
  status text not null check (status in ('awaited', 'draft', 'handed-in', 'returned')),
  -- What the body says on each entry; with the changes that the report was prefilled with, once it is handed in.
  lines jsonb not null,
  -- Day of the first hand-in: decides whether it came in time.
  first_on date,
  handed_in_at timestamptz,
  handed_in_by uuid,
  returned_at timestamptz,
  returned_by uuid,
  returned_reason text,
  reminded_on date,
  urged integer not null,
  urged_at timestamptz,
  version integer not null,
  updated_at timestamptz not null,
  primary key (tenant_id, ledger_id, cycle, body_id),
  foreign key (tenant_id, ledger_id) references ledger (tenant_id, id),
  foreign key (tenant_id, body_id) references body (tenant_id, id),
  foreign key (tenant_id, handed_in_by) references app_user (tenant_id, id),
  foreign key (tenant_id, returned_by) references app_user (tenant_id, id)
);
create index cycle_report_of_body on cycle_report (tenant_id, body_id, due_on);
create index cycle_report_open on cycle_report (tenant_id, due_on) where status <> 'handed-in';

do $$
declare
  name text;
begin
  foreach name in array array['ledger_cycle', 'cycle_report'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy of_tenant on %I using (tenant_id = nullif(current_setting(''yingshang.tenant'', true), '''')::uuid)', name);
    execute format('create policy made on %I as restrictive for insert with check ((select scope_runs()))', name);
  end loop;
end
$$;
create policy seen on ledger_cycle as restrictive for select using ((select scope_standing()) not in ('', 'outsider'));
create policy changed on ledger_cycle as restrictive for update using ((select scope_runs()));
create policy seen on cycle_report as restrictive for select using ((select scope_all()) or body_id = any ((select scope_reads())::uuid[]));
create policy changed on cycle_report as restrictive for update using ((select scope_runs()) or body_id = any ((select scope_bodies())::uuid[]));

grant select, insert, update on ledger_cycle, cycle_report to yingshang_app;
