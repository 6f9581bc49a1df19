-- Talks (约谈): called for by the rules of a published result; held or not, with what was promised and what became of it.

create table talk (
  tenant_id uuid not null,
  id uuid not null,
  result_id uuid not null,
  body_id uuid not null,
  -- Rules of the scheme that called for it.
  rules text[] not null,
  called_at timestamptz not null,
  status text not null check (status in ('due', 'held', 'not-held')),
  held_on date,
  -- Names: who held it, who came.
  held_by text,
  attended text,
  points text,
  -- Why it was not held.
  reason text,
  recorded_by uuid,
  recorded_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, result_id, body_id),
  check ((status = 'due') = (recorded_by is null)),
  check ((status = 'held') = (held_on is not null)),
  check ((status = 'not-held') = (reason is not null)),
  foreign key (tenant_id, result_id, body_id) references score_result_body (tenant_id, result_id, body_id),
  foreign key (tenant_id, recorded_by) references app_user (tenant_id, id)
);
create index talk_of_body on talk (tenant_id, body_id);

create table talk_promise (
  tenant_id uuid not null,
  talk_id uuid not null,
  number integer not null,
  body_id uuid not null,
  words text not null,
  due_on date not null,
  -- What the body says of it.
  said_words text,
  said_by uuid,
  said_at timestamptz,
  -- What the office found: kept on a day, or not.
  kept boolean,
  settled_on date,
  settled_words text,
  settled_by uuid,
  primary key (tenant_id, talk_id, number),
  check ((kept is null) = (settled_by is null)),
  check (settled_by is null or said_by is null or settled_by <> said_by),
  foreign key (tenant_id, talk_id) references talk (tenant_id, id),
  foreign key (tenant_id, body_id) references body (tenant_id, id),
  foreign key (tenant_id, said_by) references app_user (tenant_id, id),
  foreign key (tenant_id, settled_by) references app_user (tenant_id, id)
);
create index talk_promise_due on talk_promise (tenant_id, due_on);

do $$
declare
  name text;
begin
  foreach name in array array['talk', 'talk_promise'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy of_tenant on %I using (tenant_id = nullif(current_setting(''yingshang.tenant'', true), '''')::uuid)', name);
    execute format('create policy seen on %I as restrictive for select using ((select scope_all()) or body_id = any ((select scope_reads())::uuid[]))', name);
    execute format('create policy made on %I as restrictive for insert with check ((select scope_runs()))', name);
  end loop;
end
$$;
create policy changed on talk as restrictive for update using ((select scope_runs()) and status = 'due') with check (true);
create policy changed on talk_promise as restrictive for update
  using (kept is null and ((select scope_runs()) or body_id = any ((select scope_bodies())::uuid[]))) with check (true);

grant select, insert, update on talk, talk_promise to yingshang_app;
