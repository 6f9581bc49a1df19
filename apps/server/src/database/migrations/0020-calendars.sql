-- Versions of the working-day calendar that the court publishes after those of the product: what the yearly notice says, by whom it was entered and by whom
-- published, from which day it counts.

create table calendar_version (
  tenant_id uuid not null references tenant (id),
  -- 1, 2 …; the product's own version stands before them. Each builds on the one before it.
  number integer not null,
  -- Years that the version is the first to cover, and the days that it changes: [{"date", "kind": "off" | "makeUp" | "plain"}].
  years integer[] not null,
  days jsonb not null,
  source_title text not null,
  source_text text not null,
  source_attachment uuid,
  note text not null,
  revision integer not null,
  drafted_by uuid not null,
  drafted_at timestamptz not null,
  saved_by uuid not null,
  saved_at timestamptz not null,
  -- Everybody who saved the draft; none of them may publish it.
  savers uuid[] not null,
  published_by uuid,
  published_at timestamptz,
  effective_from date,
  -- The whole calendar as it was published.
  calendar jsonb,
  primary key (tenant_id, number),
  check ((published_by is null) = (published_at is null) and (published_at is null) = (effective_from is null) and (published_at is null) = (calendar is null)),
  check (published_by is null or not published_by = any (savers)),
  foreign key (tenant_id, drafted_by) references app_user (tenant_id, id),
  foreign key (tenant_id, saved_by) references app_user (tenant_id, id),
  foreign key (tenant_id, published_by) references app_user (tenant_id, id),
  foreign key (tenant_id, source_attachment) references attachment (tenant_id, id)
);
-- At most one draft.
create unique index calendar_draft on calendar_version (tenant_id) where published_at is null;

create function keep_published_calendar() returns trigger language plpgsql as $$
begin
  if old.published_at is not null then
    raise exception 'a published version of the calendar does not change' using errcode = 'integrity_constraint_violation';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end
$$;
create trigger calendar_published before update or delete on calendar_version for each row execute function keep_published_calendar();
create trigger calendar_no_truncate before truncate on calendar_version for each statement execute function refuse_change();

-- The running clocks have been counted anew with a version, on the day when it came into force.
create table calendar_recount (
  tenant_id uuid not null,
  number integer not null,
  at timestamptz not null,
  matters integer not null,
  clocks integer not null,
  primary key (tenant_id, number),
  foreign key (tenant_id, number) references calendar_version (tenant_id, number)
);
create trigger calendar_recount_append_only before update or delete on calendar_recount for each row execute function refuse_change();
create trigger calendar_recount_no_truncate before truncate on calendar_recount for each statement execute function refuse_change();

do $$
declare
  name text;
begin
  foreach name in array array['calendar_version', 'calendar_recount'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy of_tenant on %I using (tenant_id = nullif(current_setting(''yingshang.tenant'', true), '''')::uuid)', name);
  end loop;
end
$$;

grant select, insert, update, delete on calendar_version to yingshang_app;
grant select, insert on calendar_recount to yingshang_app;
