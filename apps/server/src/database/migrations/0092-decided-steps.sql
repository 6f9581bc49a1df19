-- A task that a meeting gives to a body becomes a step of it, written by who is in the chair: the table of rules allows the decision (entry.decide), the minutes say what it is.

-- Whether a fact is what the minutes of a meeting, chaired by the caller, decided for this entry.
create function meeting_gave(tenant uuid, entry uuid, fact jsonb) returns boolean language sql stable as $$
  select exists (
    select 1 from weekly_decision d join weekly_meeting w on w.tenant_id = d.tenant_id and w.id = d.meeting_id
    where d.tenant_id = tenant and d.meeting_id = (fact #>> '{decidedBy,id}')::uuid and d.number = (fact #>> '{decidedBy,item}')::integer
      and d.entry_id = entry and d.kind = 'task' and d.body_id = (fact #>> '{content,body}')::uuid and w.chair_id = scope_user())
$$;

drop policy made on entry_event;
create policy made on entry_event as restrictive for insert with check (
  ((select scope_runs()) or user_id = (select scope_user()) and (
    entry_may(tenant_id, entry_id, fact_rules(kind))
      and (coalesce(body ->> 'body', body #>> '{content,body}') is null
        or coalesce(body ->> 'body', body #>> '{content,body}')::uuid = any ((select scope_bodies())::uuid[]))
    or kind = 'step-added' and entry_may(tenant_id, entry_id, array['entry.decide']) and meeting_gave(tenant_id, entry_id, body)))
  and (kind <> 'accepted' or (select scope_user()) is null or exists (
    select 1 from ledger_entry e where e.tenant_id = entry_event.tenant_id and e.id = entry_id
      and e.state ->> 'submittedBy' is distinct from (select scope_user())::text)));

-- The fact stands before its step: facts are only ever added, and their own policy has looked at it.
drop policy made on entry_step;
create policy made on entry_step as restrictive for insert with check (
  (select scope_runs()) or body_id = any ((select scope_bodies())::uuid[]) and entry_may(tenant_id, entry_id, array['entry.break-down'])
  or entry_may(tenant_id, entry_id, array['entry.decide']) and exists (
    select 1 from entry_event v where v.tenant_id = entry_step.tenant_id and v.entry_id = entry_step.entry_id and v.kind = 'step-added'
      and v.user_id = (select scope_user()) and v.body ->> 'step' = entry_step.id::text and v.body ? 'decidedBy'
      and v.body #>> '{content,body}' = entry_step.body_id::text));

create or replace function guard_entry() returns trigger language plpgsql as $$
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
