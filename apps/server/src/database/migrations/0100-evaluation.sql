-- Evaluation of the campaign: versions of the scheme, published results with what each body's points stand on, objections to them.

create table score_scheme (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  number integer not null,
  status text not null check (status in ('draft', 'published', 'dropped')),
  effective_from date not null,
  -- A packages/ledger Scheme.
  scheme jsonb not null,
  note text not null,
  drafted_by uuid not null,
  drafted_at timestamptz not null,
  published_by uuid,
  published_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  check (published_by is null or published_by <> drafted_by),
  foreign key (tenant_id, drafted_by) references app_user (tenant_id, id),
  foreign key (tenant_id, published_by) references app_user (tenant_id, id)
);

-- A publication; a corrected one is another row that replaces it.
create table score_result (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  title text not null,
  from_day date not null,
  until_day date not null,
  scheme jsonb not null,
  -- Body, total, place, coverage and talks of each: what everybody may see.
  ranking jsonb not null,
  -- Bodies that nothing was known of: not ranked.
  unranked integer not null,
  replaces uuid,
  objections_until date not null,
  published_by uuid not null,
  published_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, replaces),
  check (until_day >= from_day),
  foreign key (tenant_id, replaces) references score_result (tenant_id, id),
  foreign key (tenant_id, published_by) references app_user (tenant_id, id)
);
create trigger score_result_append_only before update or delete on score_result for each row execute function refuse_change();
create trigger score_result_no_truncate before truncate on score_result for each statement execute function refuse_change();

-- The points of one body with the facts that they stand on, as they were.
create table score_result_body (
  tenant_id uuid not null,
  result_id uuid not null,
  body_id uuid not null,
  score jsonb not null,
  facts jsonb not null,
  primary key (tenant_id, result_id, body_id),
  foreign key (tenant_id, result_id) references score_result (tenant_id, id),
  foreign key (tenant_id, body_id) references body (tenant_id, id)
);
create trigger score_result_body_append_only before update or delete on score_result_body for each row execute function refuse_change();
create trigger score_result_body_no_truncate before truncate on score_result_body for each statement execute function refuse_change();

create table score_objection (
  tenant_id uuid not null,
  id uuid not null,
  result_id uuid not null,
  body_id uuid not null,
  -- Id of the fact that should not count; null when the objection is to something else.
  fact text,
  words text not null,
  raised_by uuid not null,
  raised_at timestamptz not null,
  upheld boolean,
  answer text,
  answered_by uuid,
  answered_at timestamptz,
  primary key (tenant_id, id),
  check (answered_by is null or answered_by <> raised_by),
  check ((upheld is null) = (answered_by is null)),
  foreign key (tenant_id, result_id, body_id) references score_result_body (tenant_id, result_id, body_id),
  foreign key (tenant_id, raised_by) references app_user (tenant_id, id),
  foreign key (tenant_id, answered_by) references app_user (tenant_id, id)
);
create index score_objection_of_result on score_objection (tenant_id, result_id);

do $$
declare
  name text;
begin
  foreach name in array array['score_scheme', 'score_result', 'score_result_body', 'score_objection'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy of_tenant on %I using (tenant_id = nullif(current_setting(''yingshang.tenant'', true), '''')::uuid)', name);
  end loop;
  foreach name in array array['score_scheme', 'score_result'] loop
    execute format('create policy seen on %I as restrictive for select using ((select scope_standing()) not in ('''', ''outsider''))', name);
    execute format('create policy made on %I as restrictive for insert with check ((select scope_runs()))', name);
  end loop;
  -- What a body's points stand on is seen by the office, by readers and by those who act for the body or a body above it.
  foreach name in array array['score_result_body', 'score_objection'] loop
    execute format('create policy seen on %I as restrictive for select using ((select scope_all()) or body_id = any ((select scope_reads())::uuid[]))', name);
  end loop;
end
$$;
create policy changed on score_scheme as restrictive for update using ((select scope_runs()) and status = 'draft') with check (true);
create policy made on score_result_body as restrictive for insert with check ((select scope_runs()));
create policy made on score_objection as restrictive for insert with check ((select scope_runs()) or body_id = any ((select scope_bodies())::uuid[]));
create policy changed on score_objection as restrictive for update using ((select scope_runs()) and answered_by is null) with check (true);

grant select, insert, update on score_scheme, score_objection to yingshang_app;
grant select, insert on score_result, score_result_body to yingshang_app;
