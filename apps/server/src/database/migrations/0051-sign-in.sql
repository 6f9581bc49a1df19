-- Ways to sign in beside the password: an account elsewhere (OpenID Connect), a second factor (TOTP), a code in a mail.

alter table app_user add column email text;
alter table app_user add column email_key text;
create unique index app_user_email on app_user (tenant_id, email_key) where email_key is not null;

-- How the session was opened; the token that names it to the provider when signing out there.
alter table session add column method text not null default 'password';
alter table session add column id_token text;

-- An account of an identity provider, bound to a user at the first sign-in or by the user.
create table user_identity (
  tenant_id uuid not null,
  issuer text not null,
  subject text not null,
  user_id uuid not null,
  -- What the provider calls the account, to recognise it by.
  label text,
  linked_at timestamptz not null,
  last_used_at timestamptz,
  primary key (tenant_id, issuer, subject),
  unique (tenant_id, issuer, user_id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);

-- A sign-in that was sent to the provider and has not come back. Bound to the browser by a cookie whose digest stands here; used once.
create table sign_in_flow (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  browser_hash bytea not null,
  state text not null,
  nonce text not null,
  verifier text not null,
  redirect_uri text not null,
  -- Where to go afterwards, a path of the pages.
  return_to text not null,
  -- Set when somebody signed in binds an account.
  user_id uuid,
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, browser_hash),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);

create table second_factor (
  tenant_id uuid not null,
  user_id uuid not null,
  -- Encrypted with a key of the data folder.
  secret bytea not null,
  created_at timestamptz not null,
  -- Null until a first code fitted.
  confirmed_at timestamptz,
  -- The time step of the last code that was taken: a code is good once.
  last_step bigint,
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);

create table recovery_code (
  tenant_id uuid not null,
  user_id uuid not null,
  digest bytea not null,
  used_at timestamptz,
  primary key (tenant_id, user_id, digest),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);

-- A code that was sent by mail. One per user: a new one replaces the old one.
create table mail_code (
  tenant_id uuid not null,
  user_id uuid not null,
  digest bytea not null,
  expires_at timestamptz not null,
  sent_at timestamptz not null,
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);

do $$
declare
  name text;
begin
  foreach name in array array['user_identity', 'sign_in_flow', 'second_factor', 'recovery_code', 'mail_code'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy of_tenant on %I using (tenant_id = nullif(current_setting(''yingshang.tenant'', true), '''')::uuid)', name);
  end loop;
end
$$;

grant select, insert, update, delete on user_identity, second_factor, recovery_code, mail_code to yingshang_app;
grant select, insert, delete on sign_in_flow to yingshang_app;
