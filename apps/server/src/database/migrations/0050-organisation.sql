-- The organisation that carries a campaign: areas, bodies, departments, who holds which post from when to when, task forces, commanders, delegation;
-- what names in plans stand for; and the scope that follows from all that, which row-level security of other tables checks again.

create table area (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  -- province, city, district, town, zone
  kind text not null,
  parent_id uuid,
  position integer not null,
  closed_on date,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references area (tenant_id, id)
);
create unique index area_name on area (tenant_id, name) where closed_on is null;

create table body (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  short_name text,
  -- government, office, department, institution, court, procuratorate, enterprise, association, other
  kind text not null,
  area_id uuid not null,
  parent_id uuid,
  valid_from date not null,
  -- The last day on which it exists; what took it over, where something did.
  valid_until date,
  successor_id uuid,
  position integer not null,
  primary key (tenant_id, id),
  check (valid_until is null or valid_until >= valid_from),
  check (parent_id <> id),
  foreign key (tenant_id, area_id) references area (tenant_id, id),
  foreign key (tenant_id, parent_id) references body (tenant_id, id),
  foreign key (tenant_id, successor_id) references body (tenant_id, id)
);
create unique index body_name on body (tenant_id, name) where valid_until is null;
create index body_of_area on body (tenant_id, area_id);
create index body_of_parent on body (tenant_id, parent_id);

create table department (
  tenant_id uuid not null,
  id uuid not null,
  body_id uuid not null,
  name text not null,
  position integer not null,
  closed_on date,
  primary key (tenant_id, id),
  foreign key (tenant_id, body_id) references body (tenant_id, id)
);
create unique index department_name on department (tenant_id, body_id, name) where closed_on is null;

create table task_force (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  -- Domains of ledgers that it works on.
  domains text[] not null,
  note text,
  from_day date not null,
  until_day date,
  primary key (tenant_id, id),
  check (until_day is null or until_day >= from_day)
);
create unique index task_force_name on task_force (tenant_id, name) where until_day is null;

create table task_force_body (
  tenant_id uuid not null,
  force_id uuid not null,
  body_id uuid not null,
  primary key (tenant_id, force_id, body_id),
  foreign key (tenant_id, force_id) references task_force (tenant_id, id) on delete cascade,
  foreign key (tenant_id, body_id) references body (tenant_id, id)
);

-- Somebody on a post, over time. A post is held in a body, one of its departments, a task force, or as commander of a domain.
create table membership (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  post text not null check (post in ('commander', 'deputy-commander', 'head', 'deputy-head', 'department-head', 'liaison', 'member')),
  -- What the person is called, e.g. 二级主任科员.
  title text,
  body_id uuid,
  department_id uuid,
  force_id uuid,
  domain text,
  from_day date not null,
  until_day date,
  primary key (tenant_id, id),
  check (until_day is null or until_day >= from_day),
  check (case when post in ('commander', 'deputy-commander') then body_id is null and num_nonnulls(domain, force_id) = 1
         else domain is null and num_nonnulls(body_id, force_id) >= 1 end),
  check (department_id is null or body_id is not null),
  check (post <> 'department-head' or department_id is not null),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id),
  foreign key (tenant_id, body_id) references body (tenant_id, id),
  foreign key (tenant_id, department_id) references department (tenant_id, id),
  foreign key (tenant_id, force_id) references task_force (tenant_id, id)
);
create index membership_of_user on membership (tenant_id, user_id);
create index membership_of_body on membership (tenant_id, body_id);
create index membership_of_force on membership (tenant_id, force_id) where force_id is not null;
create index membership_of_domain on membership (tenant_id, domain) where domain is not null;

-- Somebody acts for somebody else for a time. What was delegated is not delegated on.
create table delegation (
  tenant_id uuid not null,
  id uuid not null,
  from_user uuid not null,
  to_user uuid not null,
  -- One post only; null for all of them.
  membership_id uuid,
  from_day date not null,
  until_day date not null,
  reason text not null,
  made_by uuid not null,
  made_at timestamptz not null,
  revoked_by uuid,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  check (until_day >= from_day),
  check (from_user <> to_user),
  foreign key (tenant_id, from_user) references app_user (tenant_id, id),
  foreign key (tenant_id, to_user) references app_user (tenant_id, id),
  foreign key (tenant_id, made_by) references app_user (tenant_id, id),
  foreign key (tenant_id, revoked_by) references app_user (tenant_id, id),
  foreign key (tenant_id, membership_id) references membership (tenant_id, id)
);
create index delegation_to on delegation (tenant_id, to_user, until_day) where revoked_at is null;
create index delegation_from on delegation (tenant_id, from_user);

-- Several bodies under one name: 各区（市）人民政府.
create table body_group (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
create table body_group_member (
  tenant_id uuid not null,
  group_id uuid not null,
  body_id uuid not null,
  primary key (tenant_id, group_id, body_id),
  foreign key (tenant_id, group_id) references body_group (tenant_id, id) on delete cascade,
  foreign key (tenant_id, body_id) references body (tenant_id, id)
);

-- What a name found in a plan stands for, as somebody confirmed: a body, a group, or nobody of this organisation.
create table body_alias (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  text text not null,
  -- Folded form under which names are compared.
  key text not null,
  body_id uuid,
  group_id uuid,
  confirmed_by uuid,
  confirmed_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, key),
  check (num_nonnulls(body_id, group_id) <= 1),
  foreign key (tenant_id, body_id) references body (tenant_id, id),
  foreign key (tenant_id, group_id) references body_group (tenant_id, id),
  foreign key (tenant_id, confirmed_by) references app_user (tenant_id, id)
);
create index body_alias_of_body on body_alias (tenant_id, body_id);

do $$
declare
  name text;
begin
  foreach name in array array['area', 'body', 'department', 'task_force', 'task_force_body', 'membership', 'delegation', 'body_group',
    'body_group_member', 'body_alias'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy of_tenant on %I using (tenant_id = nullif(current_setting(''yingshang.tenant'', true), '''')::uuid)', name);
  end loop;
end
$$;

grant select, insert, update on area, body, department, task_force, membership, delegation, body_group, body_alias to yingshang_app;
grant select, insert, delete on task_force_body, body_group_member to yingshang_app;
grant delete on body_alias, membership to yingshang_app;

-- The scope of a user on a day: what follows from roles, posts of that day and what was delegated to the user for that day.
-- A plain reading of facts; what may be done with it is in the table of rules (organisation/rules.ts) and in the policies.
create function scope_of(user_ uuid, day date) returns jsonb language plpgsql stable as $$
declare
  t uuid := nullif(current_setting('yingshang.tenant', true), '')::uuid;
  held text[];
  own_bodies uuid[];
  departments uuid[];
  department_bodies uuid[];
  forces uuid[];
  led_forces uuid[];
  commanded text[];
  read_bodies uuid[];
  read_domains text[];
begin
  select u.roles into held from app_user u where u.tenant_id = t and u.id = user_ and not u.disabled;
  if held is null or not held && array['administrator', 'officer', 'viewer', 'commander', 'liaison', 'member'] then
    return jsonb_build_object('user', user_, 'standing', 'outsider', 'bodies', '[]'::jsonb, 'reads', '[]'::jsonb, 'departments', '[]'::jsonb,
      'domains', '[]'::jsonb, 'readsDomains', '[]'::jsonb, 'taskForces', '[]'::jsonb);
  end if;
  with posts as (
    select m.post, m.body_id, m.department_id, m.force_id, m.domain
    from membership m
    where m.tenant_id = t and m.from_day <= day and (m.until_day is null or m.until_day >= day)
      and (m.user_id = user_ or exists (
        select 1 from delegation d join app_user f on f.tenant_id = d.tenant_id and f.id = d.from_user
        where d.tenant_id = t and d.to_user = user_ and d.from_user = m.user_id and (d.membership_id is null or d.membership_id = m.id)
          and d.from_day <= day and d.until_day >= day and d.revoked_at is null and not f.disabled))
  ), living as (
    select p.* from posts p left join body b
      on b.tenant_id = t and b.id = p.body_id and b.valid_from <= day and (b.valid_until is null or b.valid_until >= day)
    where p.body_id is null or b.id is not null
  )
  select
    coalesce(array_agg(distinct p.body_id) filter (where p.body_id is not null and p.post in ('head', 'deputy-head', 'liaison')), '{}'),
    coalesce(array_agg(distinct p.department_id) filter (where p.department_id is not null), '{}'),
    coalesce(array_agg(distinct p.body_id) filter (where p.post = 'department-head'), '{}'),
    coalesce(array_agg(distinct p.force_id) filter (where p.force_id is not null), '{}'),
    coalesce(array_agg(distinct p.force_id) filter (where p.force_id is not null and p.post in ('commander', 'deputy-commander')), '{}'),
    coalesce(array_agg(distinct p.domain) filter (where p.domain is not null), '{}')
  into own_bodies, departments, department_bodies, forces, led_forces, commanded
  from living p;
  select coalesce(array_agg(f.id), '{}') into forces
  from task_force f where f.tenant_id = t and f.id = any(forces) and f.from_day <= day and (f.until_day is null or f.until_day >= day);
  -- Who commands a task force commands its domains; whoever is in it reads them.
  select coalesce(array_agg(distinct x.domain), '{}') into commanded
  from (
    select unnest(commanded) as domain
    union select unnest(f.domains) from task_force f where f.tenant_id = t and f.id = any(led_forces) and f.id = any(forces)
  ) x;
  select coalesce(array_agg(distinct x.domain), '{}') into read_domains
  from (
    select unnest(commanded) as domain
    union select unnest(f.domains) from task_force f where f.tenant_id = t and f.id = any(forces)
  ) x;
  -- Who acts for a body reads what is below it; who acts for a government reads the bodies of its area and of the areas below.
  with recursive areas as (
    select b.area_id as id from body b where b.tenant_id = t and b.id = any(own_bodies) and b.kind = 'government'
    union select a.id from area a join areas u on a.parent_id = u.id where a.tenant_id = t
  ), below as (
    select b.id from body b where b.tenant_id = t and (b.id = any(own_bodies) or b.area_id in (select id from areas))
    union select b.id from body b join below u on b.parent_id = u.id where b.tenant_id = t
  )
  select coalesce(array_agg(distinct x.id), '{}') into read_bodies
  from (select id from below union select unnest(department_bodies)) x;
  return jsonb_build_object(
    'user', user_,
    'standing', case when held && array['administrator', 'officer'] then 'office' when 'viewer' = any(held) then 'reader' else 'posted' end,
    'bodies', to_jsonb(own_bodies), 'reads', to_jsonb(read_bodies), 'departments', to_jsonb(departments),
    'domains', to_jsonb(commanded), 'readsDomains', to_jsonb(read_domains), 'taskForces', to_jsonb(forces));
end
$$;

-- Enters the scope of a user for the rest of the transaction, after enter_tenant and as a statement of its own. Gives the scope.
create function enter_scope(user_ uuid, day date) returns jsonb language plpgsql as $$
declare
  scope jsonb;
  name text;
begin
  -- The facts of the organisation are read as nobody in particular.
  execute 'set local yingshang.standing = ''''';
  scope := scope_of(user_, day);
  if exists (select 1 from pg_catalog.pg_extension where extname = 'citus') then
    execute 'set local citus.propagate_set_commands = ''local''';
  end if;
  execute format('set local yingshang."user" = %L', user_);
  foreach name in array array['bodies', 'reads', 'departments', 'domains', 'readsDomains', 'taskForces'] loop
    execute format('set local yingshang.%I = %L', lower(name), (select coalesce(array_agg(value), '{}')::text from jsonb_array_elements_text(scope -> name)));
  end loop;
  execute format('set local yingshang.standing = %L', scope ->> 'standing');
  return scope;
end
$$;

-- The server itself at work: clocks, imports at the start. Reads and writes what the office may.
create function enter_system() returns void language plpgsql as $$
declare
  name text;
begin
  if exists (select 1 from pg_catalog.pg_extension where extname = 'citus') then
    execute 'set local citus.propagate_set_commands = ''local''';
  end if;
  execute 'set local yingshang."user" = ''''';
  foreach name in array array['bodies', 'reads', 'departments', 'domains', 'readsdomains', 'taskforces'] loop
    execute format('set local yingshang.%I = ''{}''', name);
  end loop;
  execute 'set local yingshang.standing = ''system''';
end
$$;

-- What policies ask. Without an entered scope all of them say no. In a policy wrap each in a sub-select — (select scope_all()), any((select scope_reads())::uuid[]) —
-- so that it is computed once per statement and not once per row.
create function scope_standing() returns text language sql stable as $$ select coalesce(current_setting('yingshang.standing', true), '') $$;
create function scope_user() returns uuid language sql stable as $$ select nullif(current_setting('yingshang.user', true), '')::uuid $$;
create function scope_runs() returns boolean language sql stable as $$ select coalesce(current_setting('yingshang.standing', true), '') in ('office', 'system') $$;
create function scope_all() returns boolean language sql stable as $$ select coalesce(current_setting('yingshang.standing', true), '') in ('office', 'system', 'reader') $$;
create function scope_bodies() returns uuid[] language sql stable as $$ select coalesce(nullif(current_setting('yingshang.bodies', true), ''), '{}')::uuid[] $$;
create function scope_reads() returns uuid[] language sql stable as $$ select coalesce(nullif(current_setting('yingshang.reads', true), ''), '{}')::uuid[] $$;
create function scope_departments() returns uuid[] language sql stable as $$ select coalesce(nullif(current_setting('yingshang.departments', true), ''), '{}')::uuid[] $$;
create function scope_domains() returns text[] language sql stable as $$ select coalesce(nullif(current_setting('yingshang.domains', true), ''), '{}')::text[] $$;
create function scope_reads_domains() returns text[] language sql stable as $$ select coalesce(nullif(current_setting('yingshang.readsdomains', true), ''), '{}')::text[] $$;
create function scope_forces() returns uuid[] language sql stable as $$ select coalesce(nullif(current_setting('yingshang.taskforces', true), ''), '{}')::uuid[] $$;

-- The table of rules again, for one entry: organisation/rules.ts × this are compared cell by cell by a test.
create function scope_may(action text, lead uuid, responsible uuid[], departments uuid[], owners uuid[], domain_ text) returns boolean language sql stable as $$
  select coalesce(case action
    when 'entry.read' then scope_all() or domain_ = any(scope_reads_domains()) or lead = any(scope_reads()) or responsible && scope_reads()
      or departments && scope_departments() or scope_user() = any(owners)
    when 'entry.break-down' then scope_runs() or lead = any(scope_bodies()) or responsible && scope_bodies()
    when 'entry.fill' then scope_runs() or lead = any(scope_bodies()) or responsible && scope_bodies() or departments && scope_departments()
      or scope_user() = any(owners)
    when 'entry.report' then scope_runs() or lead = any(scope_bodies()) or responsible && scope_bodies()
    when 'entry.submit' then scope_runs() or lead = any(scope_bodies())
    when 'entry.review' then scope_runs() or domain_ = any(scope_domains())
    when 'entry.decide' then scope_runs() or domain_ = any(scope_domains())
    when 'entry.amend' then scope_runs()
    else false
  end, false)
$$;

-- The directory: whoever has nothing to do with the campaign does not see it, the office alone changes it, and everybody lends out their own posts.
do $$
declare
  name text;
begin
  foreach name in array array['area', 'body', 'department', 'task_force', 'task_force_body', 'membership', 'delegation', 'body_group',
    'body_group_member', 'body_alias'] loop
    execute format('create policy seen on %I as restrictive for select using ((select scope_standing()) <> ''outsider'')', name);
    if name <> 'delegation' then
      execute format('create policy made on %I as restrictive for insert with check ((select scope_runs()))', name);
      execute format('create policy changed on %I as restrictive for update using ((select scope_runs()))', name);
      execute format('create policy dropped on %I as restrictive for delete using ((select scope_runs()))', name);
    end if;
  end loop;
end
$$;
create policy made on delegation as restrictive for insert
  with check ((select scope_standing()) <> 'outsider' and ((select scope_runs()) or from_user = (select scope_user())));
create policy changed on delegation as restrictive for update
  using ((select scope_standing()) <> 'outsider' and ((select scope_runs()) or from_user = (select scope_user())));
