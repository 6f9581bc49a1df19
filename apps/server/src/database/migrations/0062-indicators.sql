-- Indicators: numbers that the office keeps once. Readings are entered by body and period, and every target that is bound to an indicator takes its value from them.

-- What holds today; each version stays in indicator_version.
create table indicator (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  version integer not null,
  name text not null,
  unit text not null,
  -- The body that enters readings of the whole, and of any body.
  keeper_body_id uuid,
  retired boolean not null,
  created_by uuid,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, keeper_body_id) references body (tenant_id, id),
  foreign key (tenant_id, created_by) references app_user (tenant_id, id)
);
create unique index indicator_name on indicator (tenant_id, name) where not retired;
create index indicator_of_keeper on indicator (tenant_id, keeper_body_id) where keeper_body_id is not null;

create table indicator_version (
  tenant_id uuid not null,
  indicator_id uuid not null,
  version integer not null,
  name text not null,
  unit text not null,
  direction text not null check (direction in ('up', 'down')),
  -- How it is calculated, in words.
  formula text not null,
  -- Where the numbers come from: the report, the system, the evaluation.
  source text not null,
  period text not null check (period in ('month', 'quarter', 'year')),
  decimals integer not null check (decimals between 0 and 6),
  late_after integer not null check (late_after >= 0),
  effective_from date not null,
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (tenant_id, indicator_id, version),
  foreign key (tenant_id, indicator_id) references indicator (tenant_id, id),
  foreign key (tenant_id, recorded_by) references app_user (tenant_id, id)
);
create trigger indicator_version_append_only before update or delete on indicator_version for each row execute function refuse_change();
create trigger indicator_version_no_truncate before truncate on indicator_version for each statement execute function refuse_change();

create table indicator_reading (
  tenant_id uuid not null,
  id uuid not null,
  indicator_id uuid not null,
  version integer not null,
  -- Null: the value of the whole.
  body_id uuid,
  period text not null,
  as_of date not null,
  -- Null: what stood here was taken back.
  value double precision,
  -- Where this number comes from.
  origin text not null,
  reason text,
  -- The reading in whose place this one stands. Of one body and period there is one chain, and its end holds.
  replaces uuid,
  -- The workbook it came with; null when it was typed.
  file text,
  entered_by uuid,
  entered_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, indicator_id, version) references indicator_version (tenant_id, indicator_id, version),
  foreign key (tenant_id, body_id) references body (tenant_id, id),
  foreign key (tenant_id, replaces) references indicator_reading (tenant_id, id),
  foreign key (tenant_id, entered_by) references app_user (tenant_id, id)
);
create unique index indicator_reading_replaced on indicator_reading (tenant_id, replaces) where replaces is not null;
create unique index indicator_reading_first on indicator_reading (tenant_id, indicator_id, period, coalesce(body_id, '00000000-0000-0000-0000-000000000000'))
  where replaces is null;
create index indicator_reading_of_indicator on indicator_reading (tenant_id, indicator_id, id);
create trigger indicator_reading_append_only before update or delete on indicator_reading for each row execute function refuse_change();
create trigger indicator_reading_no_truncate before truncate on indicator_reading for each statement execute function refuse_change();

-- The body whose value of the indicator counts for the target; null: the value of the whole.
alter table entry_target add column indicator_body uuid;

do $$
declare
  name text;
begin
  foreach name in array array['indicator', 'indicator_version', 'indicator_reading'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy of_tenant on %I using (tenant_id = nullif(current_setting(''yingshang.tenant'', true), '''')::uuid)', name);
  end loop;
  foreach name in array array['indicator', 'indicator_version'] loop
    execute format('create policy seen on %I as restrictive for select using ((select scope_standing()) not in ('''', ''outsider''))', name);
    execute format('create policy made on %I as restrictive for insert with check ((select scope_runs()))', name);
    execute format('create policy changed on %I as restrictive for update using ((select scope_runs()))', name);
  end loop;
end
$$;

-- Numbers of the whole are for everybody in the campaign; those of a body for itself, who is above it, who keeps the indicator, and who commands a domain.
create policy seen on indicator_reading as restrictive for select using (
  (select scope_all()) or (body_id is null and (select scope_standing()) not in ('', 'outsider')) or body_id = any ((select scope_reads())::uuid[])
  or (select cardinality(scope_reads_domains())) > 0
  or indicator_id in (select i.id from indicator i where i.tenant_id = indicator_reading.tenant_id and i.keeper_body_id = any ((select scope_bodies())::uuid[]))
);
create policy made on indicator_reading as restrictive for insert with check (
  (select scope_runs()) or (entered_by = (select scope_user()) and (body_id = any ((select scope_bodies())::uuid[])
  or indicator_id in (select i.id from indicator i where i.tenant_id = indicator_reading.tenant_id and i.keeper_body_id = any ((select scope_bodies())::uuid[]))))
);

grant select, insert, update on indicator to yingshang_app;
grant select, insert on indicator_version, indicator_reading to yingshang_app;
