-- The table of rules (organisation/rules.ts) cell by cell for what is written on an entry: until here a policy asked only whether somebody may write on it at all.

-- Which rule allows which fact; any of several is enough. The same as FACT_RULES of ledger/facts.ts, compared by a test. Facts that are not here are the server's own.
create function fact_rules(kind text) returns text[] language sql immutable as $$
  select case
    when kind in ('assigned', 'weighted', 'amended', 'withdrawn') then array['entry.amend']
    when kind in ('entrusted', 'step-added', 'step-changed', 'step-removed') then array['entry.break-down']
    when kind in ('step-done', 'step-reopened', 'evidence-added', 'evidence-withdrawn') then array['entry.fill']
    when kind in ('reported', 'target-reading') then array['entry.report']
    when kind in ('milestone-done', 'milestone-reopened', 'submitted') then array['entry.submit']
    when kind in ('returned', 'accepted') then array['entry.review']
    when kind in ('reopened', 'deferred', 'resumed') then array['entry.decide']
    when kind = 'noted' then array['entry.fill', 'entry.review']
    else '{}'::text[]
  end
$$;

-- Whether one of these rules allows something on an entry, for the scope that was entered.
create function entry_may(tenant uuid, entry uuid, actions text[]) returns boolean language sql stable as $$
  select exists (
    select 1 from ledger_entry e where e.tenant_id = tenant and e.id = entry and exists (
      select 1 from unnest(actions) as action where scope_may(action, e.lead_body_id, e.responsible, e.departments, e.owners, e.domain)))
$$;

-- A task that a meeting gives to a body becomes a step of it, written by who is in the chair: the table of rules allows the decision (entry.decide), the minutes say what it is.
-- This is whether a fact is what the minutes of a meeting, chaired by the caller, decided for this entry.
create function meeting_gave(tenant uuid, entry uuid, fact jsonb) returns boolean language sql stable as $$
  select exists (
    select 1 from weekly_decision d join weekly_meeting w on w.tenant_id = d.tenant_id and w.id = d.meeting_id
    where d.tenant_id = tenant and d.meeting_id = (fact #>> '{decidedBy,id}')::uuid and d.number = (fact #>> '{decidedBy,item}')::integer
      and d.entry_id = entry and d.kind = 'task' and d.body_id = (fact #>> '{content,body}')::uuid and w.chair_id = scope_user())
$$;

do $$
declare
  name text;
begin
  foreach name in array array['entry_body', 'entry_milestone', 'entry_target', 'entry_step', 'entry_report', 'entry_evidence', 'entry_event'] loop
    execute format('drop policy made on %I', name);
    execute format('drop policy changed on %I', name);
    execute format('drop policy dropped on %I', name);
  end loop;
end
$$;
drop function entry_open_to_caller(uuid, uuid);

-- Steps stand in the order in which they were added, which the fold keeps; a number beside the row would move the rows of other bodies.
alter table entry_step drop column position;

-- Bodies of an entry, its nodes and targets: the office alone makes and removes them. Nodes are met by who asks for close-out, targets are read by who reports.
create policy made on entry_body as restrictive for insert with check ((select scope_runs()));
create policy changed on entry_body as restrictive for update using ((select scope_runs()));
create policy dropped on entry_body as restrictive for delete using ((select scope_runs()));
create policy made on entry_milestone as restrictive for insert with check ((select scope_runs()));
create policy changed on entry_milestone as restrictive for update using ((select scope_runs()) or entry_may(tenant_id, entry_id, array['entry.submit']));
create policy dropped on entry_milestone as restrictive for delete using ((select scope_runs()));
create policy made on entry_target as restrictive for insert with check ((select scope_runs()));
create policy changed on entry_target as restrictive for update using ((select scope_runs()) or entry_may(tenant_id, entry_id, array['entry.report']));
create policy dropped on entry_target as restrictive for delete using ((select scope_runs()));

-- Steps and words of a body are its own; a step that is assigned to somebody is filled in by them.
-- Of a step that a meeting gave the fact stands before the step: facts are only ever added, and their own policy has looked at it.
create policy made on entry_step as restrictive for insert with check (
  (select scope_runs()) or body_id = any ((select scope_bodies())::uuid[]) and entry_may(tenant_id, entry_id, array['entry.break-down'])
  or entry_may(tenant_id, entry_id, array['entry.decide']) and exists (
    select 1 from entry_event v where v.tenant_id = entry_step.tenant_id and v.entry_id = entry_step.entry_id and v.kind = 'step-added'
      and v.user_id = (select scope_user()) and v.body ->> 'step' = entry_step.id::text and v.body ? 'decidedBy'
      and v.body #>> '{content,body}' = entry_step.body_id::text));
create policy changed on entry_step as restrictive for update using (
  (select scope_runs()) or body_id = any ((select scope_bodies())::uuid[]) and entry_may(tenant_id, entry_id, array['entry.break-down', 'entry.fill'])
  or (owner_id = (select scope_user()) or department_id = any ((select scope_departments())::uuid[])) and entry_may(tenant_id, entry_id, array['entry.fill']));
create policy dropped on entry_step as restrictive for delete
  using ((select scope_runs()) or body_id = any ((select scope_bodies())::uuid[]) and entry_may(tenant_id, entry_id, array['entry.break-down']));
create policy made on entry_report as restrictive for insert with check ((select scope_runs())
  or body_id = any ((select scope_bodies())::uuid[]) and reported_by = (select scope_user()) and entry_may(tenant_id, entry_id, array['entry.report']));
create policy changed on entry_report as restrictive for update
  using ((select scope_runs()) or body_id = any ((select scope_bodies())::uuid[]) and entry_may(tenant_id, entry_id, array['entry.report']))
  with check ((select scope_runs())
    or body_id = any ((select scope_bodies())::uuid[]) and reported_by = (select scope_user()) and entry_may(tenant_id, entry_id, array['entry.report']));
create policy made on entry_evidence as restrictive for insert
  with check ((select scope_runs()) or added_by = (select scope_user()) and entry_may(tenant_id, entry_id, array['entry.fill']));
create policy changed on entry_evidence as restrictive for update using ((select scope_runs()) or entry_may(tenant_id, entry_id, array['entry.fill']));

-- A fact is written by who may, in their own name and for a body that they act for; nobody takes their own request for close-out, the office neither.
create policy made on entry_event as restrictive for insert with check (
  ((select scope_runs()) or user_id = (select scope_user()) and (
    entry_may(tenant_id, entry_id, fact_rules(kind))
      and (coalesce(body ->> 'body', body #>> '{content,body}') is null
        or coalesce(body ->> 'body', body #>> '{content,body}')::uuid = any ((select scope_bodies())::uuid[]))
    or kind = 'step-added' and entry_may(tenant_id, entry_id, array['entry.decide']) and meeting_gave(tenant_id, entry_id, body)))
  and (kind <> 'accepted' or (select scope_user()) is null or exists (
    select 1 from ledger_entry e where e.tenant_id = entry_event.tenant_id and e.id = entry_id
      and e.state ->> 'submittedBy' is distinct from (select scope_user())::text)));

-- What may become of a row depends on what it was, which policies do not see. Whom row-level security does not bind (an upgrade) these do not bind either.
create function refuse_columns(entry uuid, rule text) returns void language plpgsql as $$
begin
  raise exception 'the change of entry % needs %', entry, rule using errcode = 'insufficient_privilege';
end
$$;

create function guard_entry() returns trigger language plpgsql as $$
declare
  needed text[] := '{}';
  rule text;
begin
  if scope_runs() or not row_security_active(tg_relid) then
    return new;
  end if;
  if (new.ledger_id, new.position, new.number, new.title, new.domain, new.path, new.units, new.matched, new.lead_body_id, new.responsible, new.weight,
      new.ends_on, new.adopted_on, new.milestones, new.words, new.state -> 'content', new.state -> 'assignment')
    is distinct from (old.ledger_id, old.position, old.number, old.title, old.domain, old.path, old.units, old.matched, old.lead_body_id, old.responsible,
      old.weight, old.ends_on, old.adopted_on, old.milestones, old.words, old.state -> 'content', old.state -> 'assignment') then
    needed := needed || 'entry.amend'::text;
  end if;
  if (new.owner_id, new.owners, new.departments) is distinct from (old.owner_id, old.owners, old.departments) then
    needed := needed || 'entry.break-down'::text;
  end if;
  if new.steps <> old.steps then
    needed := needed || case
      when new.steps > old.steps and new.steps - old.steps = (
        select count(*) from entry_event v where v.tenant_id = new.tenant_id and v.entry_id = new.id and v.seq > old.seq and v.seq <= new.seq
          and v.kind = 'step-added' and v.user_id = scope_user() and v.body ? 'decidedBy') then 'entry.decide'
      else 'entry.break-down' end;
  end if;
  if (new.steps_done, new.evidence) is distinct from (old.steps_done, old.evidence) then
    needed := needed || 'entry.fill'::text;
  end if;
  if (new.heard_on, new.blocked and new.phase = 'open') is distinct from (old.heard_on, old.blocked and new.phase = 'open') and new.phase = old.phase
    or (new.targets_met, new.targets_unmet, new.targets_unread) is distinct from (old.targets_met, old.targets_unmet, old.targets_unread) then
    needed := needed || 'entry.report'::text;
  end if;
  if new.milestones_done <> old.milestones_done then
    needed := needed || 'entry.submit'::text;
  end if;
  if new.deferred_until is distinct from old.deferred_until and new.phase = 'open' then
    needed := needed || 'entry.decide'::text;
  end if;
  if new.phase <> old.phase then
    needed := needed || case
      when new.phase = 'withdrawn' then 'entry.amend'
      when new.phase = 'submitted' then 'entry.submit'
      when old.phase = 'submitted' then 'entry.review'
      when new.phase = 'open' then 'entry.decide'
      else 'entry.review' end;
  end if;
  if new.state ->> 'phase' is distinct from new.phase then
    perform refuse_columns(old.id, 'a state that agrees with its columns');
  end if;
  foreach rule in array needed loop
    if not scope_may(rule, old.lead_body_id, old.responsible, old.departments, old.owners, old.domain) then
      perform refuse_columns(old.id, rule);
    end if;
  end loop;
  return new;
end
$$;
create trigger entry_guard before update on ledger_entry for each row execute function guard_entry();

create function guard_entry_parts() returns trigger language plpgsql as $$
declare
  kept jsonb;
begin
  if scope_runs() or not row_security_active(tg_relid) then
    return new;
  end if;
  -- What somebody may change who may not make and remove: that it was done, what was read.
  kept := to_jsonb(old) - 'done_on' - 'reading' - 'reading_as_of' - 'verdict';
  if to_jsonb(new) - 'done_on' - 'reading' - 'reading_as_of' - 'verdict' is distinct from kept then
    if tg_argv[0] = 'entry.amend' or not (kept ->> 'body_id')::uuid = any (scope_bodies())
      or kept ->> 'body_id' <> to_jsonb(new) ->> 'body_id' or not entry_may(old.tenant_id, old.entry_id, array[tg_argv[0]]) then
      perform refuse_columns(old.entry_id, tg_argv[0]);
    end if;
  end if;
  return new;
end
$$;
create trigger entry_step_guard before update on entry_step for each row execute function guard_entry_parts('entry.break-down');
create trigger entry_milestone_guard before update on entry_milestone for each row execute function guard_entry_parts('entry.amend');
create trigger entry_target_guard before update on entry_target for each row execute function guard_entry_parts('entry.amend');

-- What was said and proved stays with its entry.
create function guard_entry_said() returns trigger language plpgsql as $$
begin
  if row_security_active(tg_relid) and (new.entry_id, new.tenant_id) is distinct from (old.entry_id, old.tenant_id) then
    perform refuse_columns(old.entry_id, 'its entry');
  end if;
  return new;
end
$$;
create trigger entry_report_guard before update on entry_report for each row execute function guard_entry_said();
create trigger entry_evidence_guard before update on entry_evidence for each row execute function guard_entry_said();
