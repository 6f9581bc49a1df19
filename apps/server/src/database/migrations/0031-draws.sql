-- Draws that anyone can check, and the other ways of choosing from a register. The secret of a draw is not in the database.

create table draw (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- Kind of register.
  kind text not null,
  matter_id uuid,
  title text not null,
  status text not null check (status in ('awaiting-entropy', 'awaiting-reveal', 'drawn', 'accepted', 'appointed', 'exhausted', 'replaced')),
  -- As it was published and journalled (`draw.commitment`); the digest is its name.
  commitment jsonb not null,
  digest text not null,
  -- Label → id of the entry.
  entries jsonb not null,
  -- Outcomes of the sources, null where one is not known yet.
  outcomes jsonb not null,
  rounds jsonb not null,
  responses jsonb not null,
  -- The journal's receipt of the commitment, as it was before the entropy.
  receipt text,
  version integer not null,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, digest),
  foreign key (tenant_id, matter_id) references matter (tenant_id, id),
  foreign key (tenant_id, created_by) references app_user (tenant_id, id)
);
create index draw_of_matter on draw (tenant_id, matter_id) where matter_id is not null;

-- Outcomes as people entered them: two who agree make one.
create table draw_reading (
  tenant_id uuid not null,
  id uuid not null,
  draw_id uuid not null,
  source integer not null,
  user_id uuid not null,
  value jsonb not null,
  -- Where the outcome was published.
  reference text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, draw_id) references draw (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);
create index draw_reading_of_draw on draw_reading (tenant_id, draw_id, id);
create trigger draw_reading_append_only before update or delete on draw_reading for each row execute function refuse_change();
create trigger draw_reading_no_truncate before truncate on draw_reading for each statement execute function refuse_change();

-- A competition before a committee, or a recommendation.
create table register_choice (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  kind text not null,
  method text not null check (method in ('competitive', 'recommended')),
  matter_id uuid,
  title text not null,
  status text not null check (status in ('open', 'chosen', 'failed', 'appointed')),
  -- Competitors and committee, or recommenders and the recommended.
  body jsonb not null,
  result jsonb,
  responses jsonb not null,
  version integer not null,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, matter_id) references matter (tenant_id, id),
  foreign key (tenant_id, created_by) references app_user (tenant_id, id)
);
create index register_choice_of_matter on register_choice (tenant_id, matter_id) where matter_id is not null;

create table register_choice_ballot (
  tenant_id uuid not null,
  choice_id uuid not null,
  member uuid not null,
  body jsonb not null,
  at timestamptz not null,
  primary key (tenant_id, choice_id, member),
  foreign key (tenant_id, choice_id) references register_choice (tenant_id, id),
  foreign key (tenant_id, member) references app_user (tenant_id, id)
);
create trigger register_choice_ballot_append_only before update or delete on register_choice_ballot for each row execute function refuse_change();
create trigger register_choice_ballot_no_truncate before truncate on register_choice_ballot for each statement execute function refuse_change();

do $$
declare
  name text;
begin
  foreach name in array array['draw', 'draw_reading', 'register_choice', 'register_choice_ballot'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy of_tenant on %I using (tenant_id = nullif(current_setting(''yingshang.tenant'', true), '''')::uuid)', name);
  end loop;
end
$$;

grant select, insert, update on draw, register_choice to yingshang_app;
grant select, insert on draw_reading, register_choice_ballot to yingshang_app;
