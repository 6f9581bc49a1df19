-- Whether the samples were asked for and how far they have come: a first start that is cut off goes on at the next one.

create table sample_seed (
  tenant_id uuid not null references tenant (id),
  name text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, name)
);
-- Bodies that were there before have had their first start.
insert into sample_seed (tenant_id, name, started_at, finished_at) select id, 'samples', now(), now() from tenant;

alter table sample_seed enable row level security;
alter table sample_seed force row level security;
create policy of_tenant on sample_seed using (tenant_id = nullif(current_setting('yingshang.tenant', true), '')::uuid);

grant select, insert, update on sample_seed to yingshang_app;
