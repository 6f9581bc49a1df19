-- Queries of the list of matters that have a name: of one person, or shared with the house.

create table matter_query (
  tenant_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  name text not null,
  shared boolean not null,
  -- Filters, order and columns, as the address of the list holds them.
  search jsonb not null,
  version integer not null,
  changed_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, owner_id, name),
  foreign key (tenant_id, owner_id) references app_user (tenant_id, id)
);
create index matter_query_shared on matter_query (tenant_id, name) where shared;

-- The query with which somebody's list opens.
create table matter_query_default (
  tenant_id uuid not null,
  user_id uuid not null,
  query_id uuid not null,
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id),
  foreign key (tenant_id, query_id) references matter_query (tenant_id, id) on delete cascade
);

create index matter_by_update on matter (tenant_id, updated_at desc, id desc);
create index matter_by_due on matter (tenant_id, next_due, id);

do $$
declare
  name text;
begin
  foreach name in array array['matter_query', 'matter_query_default'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy of_tenant on %I using (tenant_id = nullif(current_setting(''yingshang.tenant'', true), '''')::uuid)', name);
  end loop;
end
$$;

grant select, insert, update, delete on matter_query, matter_query_default to yingshang_app;
