-- Matters of the campaign: bodies take part through whoever acts for them on the day, and the office in all of them.

create table matter_body (
  tenant_id uuid not null,
  matter_id uuid not null,
  body_id uuid not null,
  role text not null,
  primary key (tenant_id, matter_id, body_id, role),
  foreign key (tenant_id, matter_id) references matter (tenant_id, id),
  foreign key (tenant_id, body_id) references body (tenant_id, id)
);
create index matter_body_of_body on matter_body (tenant_id, body_id);

-- With the code somebody without an account follows what they brought; only its digest is kept.
create table complaint_code (
  tenant_id uuid not null,
  digest bytea not null,
  matter_id uuid not null,
  made_at timestamptz not null,
  primary key (tenant_id, digest),
  unique (tenant_id, matter_id),
  foreign key (tenant_id, matter_id) references matter (tenant_id, id)
);

do $$
declare
  name text;
begin
  foreach name in array array['matter_body', 'complaint_code'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy of_tenant on %I using (tenant_id = nullif(current_setting(''yingshang.tenant'', true), '''')::uuid)', name);
  end loop;
end
$$;
grant select, insert, delete on matter_body to yingshang_app;
grant select, insert on complaint_code to yingshang_app;

-- Roles of the office on matters of a procedure; the same as OFFICE_ROLES of domains/campaign, compared by a test.
create function office_roles(procedure text) returns text[] language sql immutable as $$
  select case procedure
    when 'complaint' then array['receiver', 'supervisor']
    when 'challenge' then array['office', 'reviewer']
    when 'brief' then array['editor', 'approver']
    when 'plan-filing' then array['office']
    when 'finding' then array['inspector', 'checker']
    else '{}'::text[]
  end
$$;

-- For whom a user acts on a day, without what a scope holds beside that.
create function bodies_of(user_ uuid, day date) returns setof uuid language sql stable as $$
  select (jsonb_array_elements_text(scope_of(user_, day) -> 'bodies'))::uuid
$$;

create index matter_of_campaign on matter (tenant_id, procedure_id, updated_at) where procedure_id in ('complaint', 'challenge', 'brief', 'plan-filing', 'finding');
