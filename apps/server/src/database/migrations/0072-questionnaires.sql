-- Questionnaires (问卷) of supervision: what is asked, who has answered already, and what was answered. Nothing here leads from an answer to a person: see the comments.

create table questionnaire (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- The end of its public address.
  slug text not null check (slug ~ '^[2-9a-hj-np-z]{8}$'),
  -- open: one answer for each browser; tickets: one for each ticket that was given out
  way text not null check (way in ('open', 'tickets')),
  title text not null,
  purpose text not null,
  opens_on date not null,
  closes_on date not null,
  hide_below integer not null,
  questions jsonb not null,
  status text not null check (status in ('draft', 'published', 'closed')),
  version integer not null,
  -- Kept when the tickets themselves are deleted, at the end.
  tickets_issued integer not null,
  tickets_used integer not null,
  created_by uuid not null,
  created_at timestamptz not null,
  published_by uuid,
  published_at timestamptz,
  -- Null: by the clock.
  closed_by uuid,
  closed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, slug),
  foreign key (tenant_id, created_by) references app_user (tenant_id, id),
  foreign key (tenant_id, published_by) references app_user (tenant_id, id),
  foreign key (tenant_id, closed_by) references app_user (tenant_id, id)
);

-- People answer what they were shown: from the publication on neither the questions nor the promises change, and what is closed stays closed.
create function refuse_changed_questions() returns trigger language plpgsql as $$
begin
  if old.status = 'closed' or old.status <> 'draft' and (new.status = 'draft' or (new.slug, new.way, new.title, new.purpose, new.opens_on, new.closes_on,
    new.hide_below, new.questions) is distinct from (old.slug, old.way, old.title, old.purpose, old.opens_on, old.closes_on, old.hide_below, old.questions)) then
    raise exception 'a published questionnaire does not change';
  end if;
  return new;
end
$$;
create trigger questionnaire_stays before update on questionnaire for each row execute function refuse_changed_questions();

-- Who may answer or has answered: digests of tickets that were given out, and of browsers that have answered. No time, no number, nothing of the answer. Deleted when
-- the questionnaire closes.
create table questionnaire_pass (
  tenant_id uuid not null,
  questionnaire_id uuid not null,
  digest bytea not null,
  used boolean not null,
  primary key (tenant_id, questionnaire_id, digest),
  foreign key (tenant_id, questionnaire_id) references questionnaire (tenant_id, id)
);

-- What was answered. The id is random (not one of those that sort by time), the day is all that is kept of the time.
create table questionnaire_answer (
  tenant_id uuid not null,
  questionnaire_id uuid not null,
  id uuid not null,
  day date not null,
  answers jsonb not null,
  primary key (tenant_id, questionnaire_id, id),
  foreign key (tenant_id, questionnaire_id) references questionnaire (tenant_id, id)
);
create trigger questionnaire_answer_append_only before update or delete on questionnaire_answer for each row execute function refuse_change();
create trigger questionnaire_answer_no_truncate before truncate on questionnaire_answer for each statement execute function refuse_change();

do $$
declare
  name text;
begin
  foreach name in array array['questionnaire', 'questionnaire_pass', 'questionnaire_answer'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy of_tenant on %I using (tenant_id = nullif(current_setting(''yingshang.tenant'', true), '''')::uuid)', name);
    execute format('create policy seen on %I as restrictive for select using ((select scope_all()))', name);
    execute format('create policy made on %I as restrictive for insert with check ((select scope_runs()))', name);
    execute format('create policy changed on %I as restrictive for update using ((select scope_runs()))', name);
    execute format('create policy dropped on %I as restrictive for delete using ((select scope_runs()))', name);
  end loop;
end
$$;

grant select, insert, update on questionnaire to yingshang_app;
grant select, insert, delete, update (used) on questionnaire_pass to yingshang_app;
grant select, insert on questionnaire_answer to yingshang_app;
