-- The rules of risk of a ledger over time: which held from which day, who set them and why. The first version is what the ledger began with and is not repeated here.
create table ledger_risks (
  tenant_id uuid not null,
  ledger_id uuid not null,
  version integer not null,
  rules jsonb not null,
  reason text not null,
  -- Entries whose state of the day changed by it.
  changed integer not null,
  effective_from date not null,
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (tenant_id, ledger_id, version),
  foreign key (tenant_id, ledger_id) references ledger (tenant_id, id),
  foreign key (tenant_id, recorded_by) references app_user (tenant_id, id)
);
create trigger ledger_risks_append_only before update or delete on ledger_risks for each row execute function refuse_change();
create trigger ledger_risks_no_truncate before truncate on ledger_risks for each statement execute function refuse_change();

alter table ledger_risks enable row level security;
alter table ledger_risks force row level security;
create policy of_tenant on ledger_risks using (tenant_id = nullif(current_setting('yingshang.tenant', true), '')::uuid);
create policy seen on ledger_risks as restrictive for select using ((select scope_standing()) not in ('', 'outsider'));
create policy made on ledger_risks as restrictive for insert with check ((select scope_runs()));

grant select, insert on ledger_risks to yingshang_app;
