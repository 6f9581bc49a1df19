-- Versions of decision tables that the court writes beside those of the product. A draft becomes law of the house when a second person publishes it for a day.

create table decision_table_version (
  tenant_id uuid not null,
  table_id text not null,
  -- 1, 2 … per table; the product's own version stands before them.
  number integer not null,
  dmn text not null,
  note text not null,
  drafted_by uuid not null,
  drafted_at timestamptz not null,
  published_by uuid,
  published_at timestamptz,
  effective_from date,
  primary key (tenant_id, table_id, number),
  check ((published_by is null) = (published_at is null) and (published_at is null) = (effective_from is null)),
  check (published_by is distinct from drafted_by),
  foreign key (tenant_id, drafted_by) references app_user (tenant_id, id),
  foreign key (tenant_id, published_by) references app_user (tenant_id, id)
);
-- At most one draft of a table.
create unique index decision_table_draft on decision_table_version (tenant_id, table_id) where published_at is null;

create function keep_published() returns trigger language plpgsql as $$
begin
  if old.published_at is not null then
    raise exception 'a published version of a decision table does not change' using errcode = 'integrity_constraint_violation';
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end
$$;
create trigger decision_table_published before update or delete on decision_table_version for each row execute function keep_published();
create trigger decision_table_no_truncate before truncate on decision_table_version for each statement execute function refuse_change();

alter table decision_table_version enable row level security;
alter table decision_table_version force row level security;
create policy of_tenant on decision_table_version using (tenant_id = nullif(current_setting('yingshang.tenant', true), '')::uuid);

grant select, insert, update, delete on decision_table_version to yingshang_app;
