-- Notices also leave the product: by mail, to the robots of work groups, to addresses of other systems. The notice in the product is the record; a delivery is a copy of it.

alter table notice add column event text not null default 'matter';
-- Page that the notice leads to, when it is not that of its matter.
alter table notice add column link text;
-- When deliveries were made of it; older notices are not sent afterwards.
alter table notice add column fanned_at timestamptz;
update notice set fanned_at = at;
create index notice_to_fan on notice (tenant_id, id) where fanned_at is null;

create table channel (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  kind text not null check (kind in ('mail', 'wecom', 'dingtalk', 'webhook')),
  name text not null,
  enabled boolean not null,
  -- What may be shown: server and sender of a mail channel, host of a robot.
  settings jsonb not null,
  -- What may not: password, address of the robot, signing key. Under the key of the data folder.
  secret bytea,
  changed_by uuid not null,
  changed_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, name),
  foreign key (tenant_id, changed_by) references app_user (tenant_id, id)
);

-- Which notices go where: by role of the receiver and kind of event.
create table notice_rule (
  tenant_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  -- '*' for everybody
  role text not null,
  -- '*' for every kind
  event text not null,
  mode text not null check (mode in ('now', 'daily', 'weekly')),
  primary key (tenant_id, id),
  unique (tenant_id, channel_id, role, event),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id) on delete cascade
);

-- What somebody wants for themselves.
create table notice_preference (
  tenant_id uuid not null,
  user_id uuid not null,
  email text,
  -- Hours of quiet, China time; may pass midnight.
  quiet_from time,
  quiet_until time,
  -- Instead of the mode of the rule; null follows the rule.
  digest text check (digest in ('now', 'daily', 'weekly', 'off')),
  muted text[] not null,
  changed_at timestamptz not null,
  primary key (tenant_id, user_id),
  check ((quiet_from is null) = (quiet_until is null)),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);

create table delivery (
  tenant_id uuid not null,
  id uuid not null,
  channel_id uuid not null,
  -- Null for a robot, which speaks to a group.
  user_id uuid,
  -- The same copy is made once: notice and receiver, or digest and day.
  copy_of text not null,
  -- Null: the notices below make it up when it is sent.
  subject text,
  body text,
  due_at timestamptz not null,
  -- sending: handed over or about to be; unknown: handed over, and the server ended before the answer. Neither is sent again by itself.
  state text not null check (state in ('waiting', 'sending', 'sent', 'failed', 'unknown', 'dropped')),
  attempts integer not null,
  last_error text,
  created_at timestamptz not null,
  claimed_at timestamptz,
  done_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, channel_id, copy_of),
  foreign key (tenant_id, channel_id) references channel (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);
create index delivery_due on delivery (tenant_id, due_at) where state = 'waiting';
create index delivery_open on delivery (tenant_id, id) where state in ('sending', 'failed', 'unknown');

create table delivery_notice (
  tenant_id uuid not null,
  delivery_id uuid not null,
  notice_id uuid not null,
  primary key (tenant_id, delivery_id, notice_id),
  foreign key (tenant_id, delivery_id) references delivery (tenant_id, id) on delete cascade,
  foreign key (tenant_id, notice_id) references notice (tenant_id, id)
);

do $$
declare
  name text;
begin
  foreach name in array array['channel', 'notice_rule', 'notice_preference', 'delivery', 'delivery_notice'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy of_tenant on %I using (tenant_id = nullif(current_setting(''yingshang.tenant'', true), '''')::uuid)', name);
  end loop;
end
$$;

grant select, insert, update on channel, notice_preference, delivery to yingshang_app;
grant select, insert, update, delete on notice_rule to yingshang_app;
grant select, insert on delivery_notice to yingshang_app;
