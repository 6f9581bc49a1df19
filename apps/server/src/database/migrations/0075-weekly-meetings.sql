-- The weekly meeting (工作例会): what it decided is entered item by item; adopting the minutes writes the decisions as facts of the ledger.

create table weekly_meeting (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  ledger_id uuid not null,
  -- Round of reporting that it looks at.
  cycle text,
  on_day date not null,
  place text not null,
  -- Who chairs, as the minutes say it; with an account, that person may adopt the minutes.
  chair text not null,
  chair_id uuid,
  present text not null,
  status text not null check (status in ('draft', 'adopted', 'dropped')),
  -- What the ledger said when the minutes were adopted.
  shown jsonb,
  -- Everybody who entered something: none of them adopts, unless in the chair.
  writers uuid[] not null,
  created_at timestamptz not null,
  adopted_by uuid,
  adopted_at timestamptz,
  version integer not null,
  primary key (tenant_id, id),
  check ((status = 'adopted') = (adopted_by is not null)),
  check (adopted_by is null or not adopted_by = any (writers) or adopted_by is not distinct from chair_id),
  foreign key (tenant_id, ledger_id) references ledger (tenant_id, id),
  foreign key (tenant_id, chair_id) references app_user (tenant_id, id),
  foreign key (tenant_id, adopted_by) references app_user (tenant_id, id)
);
create index weekly_meeting_of_ledger on weekly_meeting (tenant_id, ledger_id, id);

create table weekly_decision (
  tenant_id uuid not null,
  meeting_id uuid not null,
  number integer not null,
  -- packages/ledger DecisionKind.
  kind text not null check (kind in ('defer', 'urge', 'report', 'close-out', 'task', 'other')),
  entry_id uuid,
  body_id uuid,
  due date,
  words text not null,
  -- Set when the minutes are adopted: before that the bodies do not see it.
  adopted boolean not null,
  chair_id uuid,
  -- The fact of the entry that it became, and the step of a task.
  seq integer,
  step_id uuid,
  -- What the office said became of it.
  settled_on date,
  settled_words text,
  settled_by uuid,
  primary key (tenant_id, meeting_id, number),
  check ((settled_on is null) = (settled_by is null)),
  foreign key (tenant_id, meeting_id) references weekly_meeting (tenant_id, id),
  foreign key (tenant_id, entry_id) references ledger_entry (tenant_id, id),
  foreign key (tenant_id, body_id) references body (tenant_id, id),
  foreign key (tenant_id, settled_by) references app_user (tenant_id, id)
);
create index weekly_decision_of_body on weekly_decision (tenant_id, body_id, meeting_id) where body_id is not null;

do $$
declare
  name text;
begin
  foreach name in array array['weekly_meeting', 'weekly_decision'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy of_tenant on %I using (tenant_id = nullif(current_setting(''yingshang.tenant'', true), '''')::uuid)', name);
    execute format('create policy made on %I as restrictive for insert with check ((select scope_runs()))', name);
    -- Whoever is in the chair adopts.
    execute format('create policy changed on %I as restrictive for update using ((select scope_runs()) or chair_id = (select scope_user()))', name);
  end loop;
end
$$;
create policy seen on weekly_decision as restrictive for select using (
  (select scope_all()) or chair_id = (select scope_user()) or adopted and body_id = any ((select scope_reads())::uuid[]));
create policy dropped on weekly_decision as restrictive for delete using ((select scope_runs()) and not adopted);
create policy seen on weekly_meeting as restrictive for select using (
  (select scope_all()) or chair_id = (select scope_user())
  or exists (select 1 from weekly_decision d where d.tenant_id = weekly_meeting.tenant_id and d.meeting_id = weekly_meeting.id));

grant select, insert, update on weekly_meeting to yingshang_app;
grant select, insert, update, delete on weekly_decision to yingshang_app;
