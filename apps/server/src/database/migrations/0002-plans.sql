-- The library of plans: documents as uploaded, readings, corrections, alignments and what was decided about pairs.

create table plan_document (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  sha256 text not null,
  file_name text not null,
  bytes integer not null,
  format text not null,
  -- What the uploader knew and the text need not say.
  hint_issued_on date,
  hint_plan_year integer,
  sample boolean not null,
  -- Grows with every correction, undo and second reading.
  version integer not null,
  -- Of the plan as it is shown, kept with it for lists.
  title text not null,
  issuer text,
  document_number text,
  issued_on date,
  plan_year integer,
  counts jsonb not null,
  uploaded_by uuid,
  uploaded_at timestamptz not null,
  read_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, sha256),
  foreign key (tenant_id, uploaded_by) references app_user (tenant_id, id)
);

-- The bytes in pieces of 1 MB, in the database and not beside it: they come and go in the transaction of their document, are covered by
-- row-level security, by backups and by a cluster, and are sent and received without holding the whole in memory.
create table plan_document_piece (
  tenant_id uuid not null,
  document_id uuid not null,
  number integer not null,
  bytes bytea not null,
  primary key (tenant_id, document_id, number),
  foreign key (tenant_id, document_id) references plan_document (tenant_id, id) on delete cascade
);
alter table plan_document_piece alter column bytes set storage external;

create table plan_reading (
  tenant_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  -- Version of the document that this reading made.
  version integer not null,
  -- Text and blocks of the source.
  text text not null,
  source jsonb not null,
  -- The plan without its source.
  plan jsonb not null,
  read_by uuid,
  read_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, document_id, version),
  foreign key (tenant_id, document_id) references plan_document (tenant_id, id) on delete cascade,
  foreign key (tenant_id, read_by) references app_user (tenant_id, id)
);

-- Corrections and their undoing, both only ever added.
create table correction (
  tenant_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  version integer not null,
  field text,
  -- Anchor of the measure; null for fields of the plan.
  anchor jsonb,
  value jsonb,
  undoes uuid,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, document_id, version),
  check ((undoes is null) = (field is not null)),
  foreign key (tenant_id, document_id) references plan_document (tenant_id, id) on delete cascade,
  foreign key (tenant_id, made_by) references app_user (tenant_id, id)
);

create table alignment (
  tenant_id uuid not null,
  id uuid not null,
  lower_id uuid not null,
  upper_id uuid not null,
  version integer not null,
  -- What was computed, and the versions of the plans and of the method that it was computed from.
  basis text not null,
  computed jsonb not null,
  counts jsonb not null,
  created_by uuid,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, lower_id, upper_id),
  check (lower_id <> upper_id),
  foreign key (tenant_id, lower_id) references plan_document (tenant_id, id),
  foreign key (tenant_id, upper_id) references plan_document (tenant_id, id),
  foreign key (tenant_id, created_by) references app_user (tenant_id, id)
);
create index alignment_upper on alignment (tenant_id, upper_id);

create table alignment_decision (
  tenant_id uuid not null,
  id uuid not null,
  alignment_id uuid not null,
  version integer not null,
  verdict text check (verdict in ('confirmed', 'added', 'rejected', 'corrected')),
  lower_anchor jsonb,
  upper_anchor jsonb,
  instead_of jsonb,
  undoes uuid,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, alignment_id, version),
  check ((undoes is null) = (verdict is not null)),
  foreign key (tenant_id, alignment_id) references alignment (tenant_id, id) on delete cascade,
  foreign key (tenant_id, made_by) references app_user (tenant_id, id)
);

alter table plan_document enable row level security;
alter table plan_document force row level security;
create policy of_tenant on plan_document using (tenant_id = nullif(current_setting('yingshang.tenant', true), '')::uuid);
alter table plan_document_piece enable row level security;
alter table plan_document_piece force row level security;
create policy of_tenant on plan_document_piece using (tenant_id = nullif(current_setting('yingshang.tenant', true), '')::uuid);
alter table plan_reading enable row level security;
alter table plan_reading force row level security;
create policy of_tenant on plan_reading using (tenant_id = nullif(current_setting('yingshang.tenant', true), '')::uuid);
alter table correction enable row level security;
alter table correction force row level security;
create policy of_tenant on correction using (tenant_id = nullif(current_setting('yingshang.tenant', true), '')::uuid);
alter table alignment enable row level security;
alter table alignment force row level security;
create policy of_tenant on alignment using (tenant_id = nullif(current_setting('yingshang.tenant', true), '')::uuid);
alter table alignment_decision enable row level security;
alter table alignment_decision force row level security;
create policy of_tenant on alignment_decision using (tenant_id = nullif(current_setting('yingshang.tenant', true), '')::uuid);

grant select, insert, update, delete on plan_document, alignment to yingshang_app;
grant select, insert on plan_document_piece, plan_reading, correction, alignment_decision to yingshang_app;
