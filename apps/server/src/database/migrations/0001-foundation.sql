-- Tenants, accounts, the record of events.
-- Rules of this schema: every table with a body's data has tenant_id first in its primary key and in every key; row-level security is on and
-- forced; ids are UUIDv7 from the application; no triggers that notify, no deferrable constraints.

-- Called first in each transaction, as a statement of its own. On a cluster `set local` reaches the workers only when it is propagated.
create function enter_tenant(tenant uuid) returns void language plpgsql as $$
begin
  if exists (select 1 from pg_catalog.pg_extension where extname = 'citus') then
    execute 'set local citus.propagate_set_commands = ''local''';
  end if;
  execute format('set local yingshang.tenant = %L', tenant);
end
$$;

-- Small and shared: a reference table on a cluster. Names that are unique across tenants live here.
create table tenant (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  created_at timestamptz not null
);

create table app_user (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  login text not null,
  -- Folded form of login: account names differ in more than case and width.
  login_key text not null,
  display_name text not null,
  roles text[] not null check (cardinality(roles) > 0),
  password_hash text not null,
  must_change_password boolean not null,
  disabled boolean not null,
  created_at timestamptz not null,
  last_sign_in_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, login_key)
);

create table session (
  tenant_id uuid not null,
  id uuid not null,
  -- SHA-256 of the token; the token itself is only in the cookie.
  token_hash bytea not null,
  user_id uuid not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);
create index session_of_user on session (tenant_id, user_id);
create index session_expiry on session (tenant_id, expires_at);

-- Failures in a row, by account name and by network address (both as keyed digests: no personal data, and no sign whether the account exists).
create table sign_in_failure (
  tenant_id uuid not null references tenant (id),
  subject text not null,
  failures integer not null,
  last_failed_at timestamptz not null,
  locked_until timestamptz,
  primary key (tenant_id, subject)
);

create table event (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  at timestamptz not null,
  user_id uuid,
  kind text not null,
  subject_type text,
  subject_id text,
  detail jsonb not null,
  request_id text,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);
create index event_subject on event (tenant_id, subject_id, id);
create index event_kind on event (tenant_id, kind, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'table % is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end
$$;
create trigger event_append_only before update or delete on event for each row execute function refuse_change();
create trigger event_no_truncate before truncate on event for each statement execute function refuse_change();

create table idempotency_key (
  tenant_id uuid not null,
  user_id uuid not null,
  endpoint text not null,
  key text not null,
  request_hash text not null,
  -- Null while the request is being handled.
  status integer,
  body jsonb,
  created_at timestamptz not null,
  primary key (tenant_id, user_id, endpoint, key),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);
create index idempotency_age on idempotency_key (tenant_id, created_at);

alter table app_user enable row level security;
alter table app_user force row level security;
create policy of_tenant on app_user using (tenant_id = nullif(current_setting('yingshang.tenant', true), '')::uuid);
alter table session enable row level security;
alter table session force row level security;
create policy of_tenant on session using (tenant_id = nullif(current_setting('yingshang.tenant', true), '')::uuid);
alter table sign_in_failure enable row level security;
alter table sign_in_failure force row level security;
create policy of_tenant on sign_in_failure using (tenant_id = nullif(current_setting('yingshang.tenant', true), '')::uuid);
alter table event enable row level security;
alter table event force row level security;
create policy of_tenant on event using (tenant_id = nullif(current_setting('yingshang.tenant', true), '')::uuid);
alter table idempotency_key enable row level security;
alter table idempotency_key force row level security;
create policy of_tenant on idempotency_key using (tenant_id = nullif(current_setting('yingshang.tenant', true), '')::uuid);

grant select on tenant to yingshang_app;
grant select, insert, update on app_user to yingshang_app;
grant select, insert, update, delete on session, sign_in_failure, idempotency_key to yingshang_app;
grant select, insert on event to yingshang_app;
