-- Ledgers: adopted plans as entries that everything happens to. Facts are only ever added (entry_event); all else follows from them and can be rebuilt.

create table ledger (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  title text not null,
  year integer,
  -- How many versions of a plan were adopted, one after another; the last one holds.
  adopted integer not null,
  archived boolean not null,
  -- Rules of risk that this ledger goes by: a version of packages/ledger RiskRules.
  risks jsonb not null,
  -- Position of the next entry that is added.
  last_position integer not null,
  created_by uuid,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, created_by) references app_user (tenant_id, id)
);

-- The plan as it was adopted, word for word: what a newer version is compared with.
create table ledger_plan (
  tenant_id uuid not null,
  ledger_id uuid not null,
  number integer not null,
  -- Not a key: a plan may be deleted from the library, what was adopted stays.
  plan_id uuid not null,
  plan_version integer not null,
  title text not null,
  document_number text,
  text text not null,
  plan jsonb not null,
  adopted_by uuid,
  adopted_at timestamptz not null,
  primary key (tenant_id, ledger_id, number),
  foreign key (tenant_id, ledger_id) references ledger (tenant_id, id),
  foreign key (tenant_id, adopted_by) references app_user (tenant_id, id)
);
create index ledger_plan_of_plan on ledger_plan (tenant_id, plan_id);

create table ledger_entry (
  tenant_id uuid not null,
  id uuid not null,
  ledger_id uuid not null,
  position integer not null,
  number text not null,
  title text not null,
  domain text not null,
  path text[] not null,
  -- Names of units as the plan prints them, and whether its bodies still follow from them.
  units jsonb not null,
  matched boolean not null,
  -- Ties by which people see it and act on it.
  lead_body_id uuid,
  responsible uuid[] not null,
  departments uuid[] not null,
  owner_id uuid,
  owners uuid[] not null,
  weight integer not null,
  -- Basis points.
  progress integer check (progress between 0 and 10000),
  progress_basis text,
  -- The standing: with the day of today it gives the state (entry_status).
  phase text not null check (phase in ('open', 'submitted', 'closed', 'withdrawn')),
  starts_on date,
  deferred_until date,
  at_risk_from date,
  overdue_from date,
  next_due date,
  -- next_due, or the last day there is: what lists are sorted by.
  due_key date not null,
  -- The day by which the entry as a whole is due, where one was set.
  ends_on date,
  adopted_on date not null,
  closed_on date,
  heard_on date,
  blocked boolean not null,
  evidence integer not null,
  milestones integer not null,
  milestones_done integer not null,
  steps integer not null,
  steps_done integer not null,
  targets_met integer not null,
  targets_unmet integer not null,
  targets_unread integer not null,
  -- Facts so far; the next one has seq + 1. Guards against two at once.
  seq integer not null,
  -- The fold of the facts.
  state jsonb not null,
  -- What a search looks in, folded.
  words text not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, ledger_id) references ledger (tenant_id, id),
  foreign key (tenant_id, lead_body_id) references body (tenant_id, id),
  foreign key (tenant_id, owner_id) references app_user (tenant_id, id)
);
-- Figures read every entry, searches its words: the fold, which neither needs, is kept beside the rows.
alter table ledger_entry set (toast_tuple_target = 1200);
alter table ledger_entry alter column words set storage main;
create index ledger_entry_ends on ledger_entry (tenant_id, ends_on) where ends_on is not null;
create index ledger_entry_in_order on ledger_entry (tenant_id, ledger_id, position, id);
create index ledger_entry_by_due on ledger_entry (tenant_id, due_key, id);
create index ledger_entry_by_change on ledger_entry (tenant_id, updated_at, id);
create index ledger_entry_of_domain on ledger_entry (tenant_id, domain);
create index ledger_entry_of_lead on ledger_entry (tenant_id, lead_body_id);
create index ledger_entry_of_owner on ledger_entry (tenant_id, owner_id) where owner_id is not null;

create table entry_body (
  tenant_id uuid not null,
  entry_id uuid not null,
  body_id uuid not null,
  role text not null check (role in ('lead', 'responsible')),
  position integer not null,
  primary key (tenant_id, entry_id, body_id),
  foreign key (tenant_id, entry_id) references ledger_entry (tenant_id, id),
  foreign key (tenant_id, body_id) references body (tenant_id, id)
);
create index entry_body_of_body on entry_body (tenant_id, body_id, entry_id);

create table entry_milestone (
  tenant_id uuid not null,
  entry_id uuid not null,
  id text not null,
  due date,
  text text not null,
  done_on date,
  position integer not null,
  primary key (tenant_id, entry_id, id),
  foreign key (tenant_id, entry_id) references ledger_entry (tenant_id, id)
);
create index entry_milestone_due on entry_milestone (tenant_id, due) where due is not null;

create table entry_target (
  tenant_id uuid not null,
  entry_id uuid not null,
  id text not null,
  subject text not null,
  comparator text not null,
  value double precision not null,
  value_max double precision,
  unit text not null,
  indicator text,
  reading double precision,
  reading_as_of date,
  verdict text not null check (verdict in ('met', 'unmet', 'no-data')),
  position integer not null,
  primary key (tenant_id, entry_id, id),
  foreign key (tenant_id, entry_id) references ledger_entry (tenant_id, id)
);
create index entry_target_of_indicator on entry_target (tenant_id, indicator) where indicator is not null;

create table entry_step (
  tenant_id uuid not null,
  entry_id uuid not null,
  id uuid not null,
  body_id uuid not null,
  title text not null,
  department text,
  department_id uuid,
  leader text,
  owner_id uuid,
  starts_on date,
  due_on date,
  outcome text,
  done_on date,
  position integer not null,
  primary key (tenant_id, entry_id, id),
  foreign key (tenant_id, entry_id) references ledger_entry (tenant_id, id),
  foreign key (tenant_id, body_id) references body (tenant_id, id),
  foreign key (tenant_id, department_id) references department (tenant_id, id),
  foreign key (tenant_id, owner_id) references app_user (tenant_id, id)
);
create index entry_step_of_department on entry_step (tenant_id, department_id) where department_id is not null;
create index entry_step_of_owner on entry_step (tenant_id, owner_id) where owner_id is not null;
create index entry_step_due on entry_step (tenant_id, due_on) where due_on is not null;

-- What a body last said in a round of reporting: one row for each entry, round and body; reports outside any round have rows of their own.
create table entry_report (
  tenant_id uuid not null,
  id uuid not null,
  entry_id uuid not null,
  body_id uuid not null,
  cycle text,
  done text not null,
  next text,
  progress integer check (progress between 0 and 100),
  blocked text,
  -- Day of the first report of the round: whether it came in time.
  first_on date not null,
  reported_on date not null,
  reported_by uuid,
  reported_at timestamptz not null,
  seq integer not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, entry_id) references ledger_entry (tenant_id, id),
  foreign key (tenant_id, body_id) references body (tenant_id, id),
  foreign key (tenant_id, reported_by) references app_user (tenant_id, id)
);
create unique index entry_report_of_round on entry_report (tenant_id, entry_id, cycle, body_id) where cycle is not null;
create index entry_report_of_entry on entry_report (tenant_id, entry_id, reported_at);
create index entry_report_of_cycle on entry_report (tenant_id, cycle, body_id) where cycle is not null;

create table entry_evidence (
  tenant_id uuid not null,
  entry_id uuid not null,
  attachment_id uuid not null,
  name text not null,
  about text,
  note text,
  added_by uuid,
  added_on date not null,
  -- Withdrawn evidence stays for those who look at the history.
  withdrawn boolean not null,
  primary key (tenant_id, entry_id, attachment_id),
  foreign key (tenant_id, entry_id) references ledger_entry (tenant_id, id),
  foreign key (tenant_id, attachment_id) references attachment (tenant_id, id),
  foreign key (tenant_id, added_by) references app_user (tenant_id, id)
);

-- The facts. Their digests stand in the journal under the same id.
create table entry_event (
  tenant_id uuid not null,
  entry_id uuid not null,
  seq integer not null,
  id uuid not null,
  kind text not null,
  at timestamptz not null,
  user_id uuid,
  body jsonb not null,
  primary key (tenant_id, entry_id, seq),
  unique (tenant_id, id),
  foreign key (tenant_id, entry_id) references ledger_entry (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);
create index entry_event_by_time on entry_event (tenant_id, at);
create trigger entry_event_append_only before update or delete on entry_event for each row execute function refuse_change();
create trigger entry_event_no_truncate before truncate on entry_event for each statement execute function refuse_change();

create table ledger_filter (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  name text not null,
  view text not null,
  filter jsonb not null,
  sort text not null,
  shared boolean not null,
  saved_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, user_id, name),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);

-- The state of a day from a standing: packages/ledger stateOn, word for word; a test compares them.
create function entry_status(phase text, starts_on date, deferred_until date, at_risk_from date, overdue_from date, day date) returns text
  language sql immutable as $$
  select case
    when phase = 'withdrawn' then 'withdrawn'
    when phase = 'closed' then 'closed-out'
    when phase = 'submitted' then 'awaiting-review'
    when deferred_until >= day then 'deferred'
    when overdue_from <= day then 'overdue'
    when at_risk_from <= day then 'at-risk'
    when starts_on is null or starts_on > day then 'not-started'
    else 'on-track'
  end
$$;

-- Whether the caller may write on an entry at all: somebody who runs the campaign, commands its domain, acts for one of its bodies, or has a step of it.
create function entry_open_to_caller(tenant uuid, entry uuid) returns boolean language sql stable as $$
  select exists (
    select 1 from ledger_entry e where e.tenant_id = tenant and e.id = entry and (
      e.domain = any (scope_domains()) or e.lead_body_id = any (scope_bodies()) or e.responsible && scope_bodies()
      or e.departments && scope_departments() or scope_user() = any (e.owners)))
$$;

do $$
declare
  name text;
  ties text;
begin
  foreach name in array array['ledger', 'ledger_plan', 'ledger_entry', 'entry_body', 'entry_milestone', 'entry_target', 'entry_step', 'entry_report',
    'entry_evidence', 'entry_event', 'ledger_filter'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy of_tenant on %I using (tenant_id = nullif(current_setting(''yingshang.tenant'', true), '''')::uuid)', name);
  end loop;
  -- Whoever has a place in the campaign sees which ledgers there are; the office alone makes and changes them.
  foreach name in array array['ledger', 'ledger_plan'] loop
    execute format('create policy seen on %I as restrictive for select using ((select scope_standing()) not in ('''', ''outsider''))', name);
    execute format('create policy made on %I as restrictive for insert with check ((select scope_runs()))', name);
    execute format('create policy changed on %I as restrictive for update using ((select scope_runs()))', name);
  end loop;
  -- What hangs on an entry is seen with it, and written by those who may write on the entry.
  foreach name in array array['entry_body', 'entry_milestone', 'entry_target', 'entry_step', 'entry_report', 'entry_evidence', 'entry_event'] loop
    -- Rows that tie the entry to the caller need no second look at the entry.
    ties := case name
      when 'entry_body' then 'body_id = any ((select scope_reads())::uuid[]) or'
      when 'entry_step' then 'owner_id = (select scope_user()) or department_id = any ((select scope_departments())::uuid[]) or'
      else '' end;
    execute format('create policy seen on %I as restrictive for select using ((select scope_all()) or %s exists
      (select 1 from ledger_entry e where e.tenant_id = %I.tenant_id and e.id = %I.entry_id))', name, ties, name, name);
    execute format('create policy made on %I as restrictive for insert with check ((select scope_runs()) or entry_open_to_caller(tenant_id, entry_id))', name);
    execute format('create policy changed on %I as restrictive for update using ((select scope_runs()) or entry_open_to_caller(tenant_id, entry_id))', name);
    execute format('create policy dropped on %I as restrictive for delete using ((select scope_runs()) or entry_open_to_caller(tenant_id, entry_id))', name);
  end loop;
end
$$;

-- entry.read of organisation/rules.ts, with each part computed once per statement.
create policy seen on ledger_entry as restrictive for select using (
  (select scope_all()) or domain = any ((select scope_reads_domains())::text[]) or lead_body_id = any ((select scope_reads())::uuid[])
  or responsible && (select scope_reads()) or departments && (select scope_departments()) or (select scope_user()) = any (owners)
);
create policy made on ledger_entry as restrictive for insert with check ((select scope_runs()));
-- Everybody who may add any fact at all; which one is said by organisation/rules.ts.
create policy changed on ledger_entry as restrictive for update using (
  (select scope_runs()) or domain = any ((select scope_domains())::text[]) or lead_body_id = any ((select scope_bodies())::uuid[])
  or responsible && (select scope_bodies()) or departments && (select scope_departments()) or (select scope_user()) = any (owners)
);
create policy seen on ledger_filter as restrictive for select using (shared or user_id = (select scope_user()));
create policy made on ledger_filter as restrictive for insert with check (user_id = (select scope_user()));
create policy changed on ledger_filter as restrictive for update using (user_id = (select scope_user()));
create policy dropped on ledger_filter as restrictive for delete using (user_id = (select scope_user()));

grant select, insert, update on ledger, ledger_entry, entry_report, entry_evidence to yingshang_app;
grant select, insert on ledger_plan, entry_event to yingshang_app;
grant select, insert, update, delete on entry_body, entry_milestone, entry_target, entry_step, ledger_filter to yingshang_app;
