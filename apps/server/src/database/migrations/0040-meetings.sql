-- Meetings of creditors. What carries weight (who may vote with how much, who signed in, votes, openings and closings, results) stands in journal_record as well, word
-- for word; the tables here are what the running meeting is read from, and can be compared with the records.

create table meeting (
  tenant_id uuid not null,
  id uuid not null,
  matter_id uuid not null,
  -- Its number within the case, from 1.
  number integer not null,
  -- first, later
  kind text not null,
  title text not null,
  -- draft, called, open, closed, cancelled
  status text not null,
  -- online, hybrid
  mode text not null,
  place text not null,
  starts_at timestamptz not null,
  -- The announced end of the voting, for people; the chair may close earlier.
  ends_at timestamptz not null,
  notice_on date,
  -- Who asked for it, with what share of the claims; the consent to a shorter notice.
  proposal jsonb not null,
  consent jsonb,
  rules jsonb not null,
  chair_name text not null,
  chair_id uuid,
  recorder_id uuid,
  tally_shown boolean not null,
  -- The item of the agenda that the meeting is at.
  current_item uuid,
  -- Items whose voting is open now. Changed only with this row locked, as votes are taken: that is the border of a window.
  open_items uuid[] not null,
  -- Votes taken so far; the next has vote_seq + 1.
  vote_seq bigint not null,
  -- The newest record of the meeting: ids grow in the order in which this row was locked, whatever the servers' clocks say.
  last_record uuid not null,
  -- Versions of the notice and of the list of voters that are recorded; the list was corrected since when it is stale.
  notice_version integer not null,
  list_version integer not null,
  list_stale boolean not null,
  -- Grows with every change but votes and presence.
  version integer not null,
  called_at timestamptz,
  opened_at timestamptz,
  closed_at timestamptz,
  -- The case has recorded the meeting, or refused to.
  in_case boolean not null,
  -- Day on which the voters were told the result.
  result_sent_on date,
  created_by uuid,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, matter_id, number),
  foreign key (tenant_id, matter_id) references matter (tenant_id, id),
  foreign key (tenant_id, chair_id) references app_user (tenant_id, id),
  foreign key (tenant_id, recorder_id) references app_user (tenant_id, id),
  foreign key (tenant_id, created_by) references app_user (tenant_id, id)
);
create index meeting_of_matter on meeting (tenant_id, matter_id, id);

create table meeting_item (
  tenant_id uuid not null,
  meeting_id uuid not null,
  id uuid not null,
  place integer not null,
  title text not null,
  body text not null,
  -- What is voted on and with which majority; null for an item without a vote.
  resolution jsonb,
  -- planned, opening, voting, closing, decided. Opening and closing last until the journal has sealed what they stand on.
  status text not null,
  opened_at timestamptz,
  -- When the timer closes it; the chair may be earlier.
  closes_at timestamptz,
  closed_at timestamptz,
  -- Why the voting was closed: time, chair, complete.
  reason text,
  result jsonb,
  primary key (tenant_id, meeting_id, id),
  foreign key (tenant_id, meeting_id) references meeting (tenant_id, id)
);
create index meeting_item_timer on meeting_item (tenant_id, closes_at) where status in ('opening', 'voting', 'closing');

create table meeting_paper (
  tenant_id uuid not null,
  meeting_id uuid not null,
  id uuid not null,
  item_id uuid,
  title text not null,
  attachment_id uuid not null,
  added_by uuid not null,
  added_at timestamptz not null,
  primary key (tenant_id, meeting_id, id),
  foreign key (tenant_id, meeting_id) references meeting (tenant_id, id),
  foreign key (tenant_id, attachment_id) references attachment (tenant_id, id),
  foreign key (tenant_id, added_by) references app_user (tenant_id, id)
);

-- The list of who may vote: one row a head.
create table meeting_voter (
  tenant_id uuid not null,
  meeting_id uuid not null,
  id uuid not null,
  place integer not null,
  -- Stands for the voter in every record, drawn anew for each meeting.
  label text not null,
  name text not null,
  -- The account that votes for it.
  user_id uuid,
  -- Keyed digest of the last six characters of the credit code or identity number.
  identity bytea,
  claims jsonb not null,
  -- Persons who hold the claims together.
  joint jsonb not null,
  -- Corrections so far.
  revision integer not null,
  result_received_on date,
  primary key (tenant_id, meeting_id, id),
  unique (tenant_id, meeting_id, label),
  unique (tenant_id, meeting_id, user_id),
  foreign key (tenant_id, meeting_id) references meeting (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);
create index meeting_voter_of_user on meeting_voter (tenant_id, user_id, meeting_id);
create index meeting_voter_by_place on meeting_voter (tenant_id, meeting_id, place);

-- The list of voters as it was recorded, with the openings of its digests.
create table meeting_list (
  tenant_id uuid not null,
  meeting_id uuid not null,
  version integer not null,
  lines jsonb not null,
  primary key (tenant_id, meeting_id, version),
  foreign key (tenant_id, meeting_id) references meeting (tenant_id, id)
);

-- Labels of persons who are no voters: agents, joint holders.
create table meeting_label (
  tenant_id uuid not null,
  meeting_id uuid not null,
  user_id uuid not null,
  label text not null,
  primary key (tenant_id, meeting_id, user_id),
  unique (tenant_id, meeting_id, label),
  foreign key (tenant_id, meeting_id) references meeting (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);

create table meeting_proxy (
  tenant_id uuid not null,
  meeting_id uuid not null,
  id uuid not null,
  voter_id uuid not null,
  agent_id uuid not null,
  agent_name text not null,
  agent_identity bytea,
  -- Resolutions it covers; null covers all.
  items uuid[],
  -- A choice for each bound resolution.
  instructions jsonb not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  attachment_id uuid,
  revoked_at timestamptz,
  made_by uuid not null,
  made_at timestamptz not null,
  primary key (tenant_id, meeting_id, id),
  foreign key (tenant_id, meeting_id, voter_id) references meeting_voter (tenant_id, meeting_id, id),
  foreign key (tenant_id, agent_id) references app_user (tenant_id, id),
  foreign key (tenant_id, made_by) references app_user (tenant_id, id),
  foreign key (tenant_id, attachment_id) references attachment (tenant_id, id)
);
create index meeting_proxy_of_agent on meeting_proxy (tenant_id, agent_id, meeting_id);

-- One-time codes: asked for by a creditor, made and handed over by the clerk. Only a keyed digest is kept.
create table meeting_code (
  tenant_id uuid not null,
  meeting_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  asked_at timestamptz,
  made_at timestamptz,
  code bytea,
  expires_at timestamptz,
  used_at timestamptz,
  primary key (tenant_id, meeting_id, id),
  foreign key (tenant_id, meeting_id) references meeting (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);
create index meeting_code_of_user on meeting_code (tenant_id, meeting_id, user_id, id);

-- Wrong names, identities and codes in a row, by account; and the challenge that a sign-in must answer.
create table meeting_attempt (
  tenant_id uuid not null,
  meeting_id uuid not null,
  user_id uuid not null,
  challenge text,
  challenge_until timestamptz,
  failures integer not null,
  last_at timestamptz not null,
  locked_until timestamptz,
  primary key (tenant_id, meeting_id, user_id),
  foreign key (tenant_id, meeting_id) references meeting (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);

-- A browser that signed in, with the key that signs its votes.
create table meeting_attendance (
  tenant_id uuid not null,
  meeting_id uuid not null,
  -- The session that signs votes, and the record of the sign-in.
  id uuid not null,
  -- Null for somebody in the room without an account.
  user_id uuid,
  label text not null,
  -- Ed25519, P-256; null at the desk.
  algorithm text,
  public_key bytea,
  signed_in_at timestamptz not null,
  primary key (tenant_id, meeting_id, id),
  foreign key (tenant_id, meeting_id) references meeting (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);
create index meeting_attendance_of_user on meeting_attendance (tenant_id, meeting_id, user_id);

-- Votes in the order in which they were taken; the vote itself is the journal's record of the same id.
create table meeting_vote (
  tenant_id uuid not null,
  meeting_id uuid not null,
  seq bigint not null,
  id uuid not null,
  item_id uuid not null,
  voter_id uuid not null,
  -- online, paper, carried
  channel text not null,
  -- Place in the chain of the voter's ballots on the item: two at once cannot both be taken.
  sequence integer not null,
  -- Digest of the ballot's statement, which the next one names. It holds a nonce of the voter's browser: the same again is the same vote.
  statement text not null,
  primary key (tenant_id, meeting_id, seq),
  unique (tenant_id, id),
  unique (tenant_id, meeting_id, statement),
  unique (tenant_id, meeting_id, item_id, voter_id, sequence),
  foreign key (tenant_id, meeting_id) references meeting (tenant_id, id)
);
create index meeting_vote_of_voter on meeting_vote (tenant_id, meeting_id, voter_id);
create trigger meeting_vote_append_only before update or delete on meeting_vote for each row execute function refuse_change();
create trigger meeting_vote_no_truncate before truncate on meeting_vote for each statement execute function refuse_change();

-- A paper vote entered once, until a second person enters the same.
create table meeting_paper_vote (
  tenant_id uuid not null,
  meeting_id uuid not null,
  item_id uuid not null,
  voter_id uuid not null,
  entered_by uuid not null,
  entered_at timestamptz not null,
  entry jsonb not null,
  -- The vote that the second entry made.
  vote_id uuid,
  primary key (tenant_id, meeting_id, item_id, voter_id),
  foreign key (tenant_id, meeting_id) references meeting (tenant_id, id),
  foreign key (tenant_id, entered_by) references app_user (tenant_id, id)
);

create table meeting_question (
  tenant_id uuid not null,
  meeting_id uuid not null,
  id uuid not null,
  item_id uuid,
  user_id uuid not null,
  -- In whose name it is asked.
  asker text not null,
  body text not null,
  asked_at timestamptz not null,
  -- waiting, shown, withheld
  status text not null,
  answer text,
  answered_by uuid,
  answered_at timestamptz,
  primary key (tenant_id, meeting_id, id),
  foreign key (tenant_id, meeting_id) references meeting (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id),
  foreign key (tenant_id, answered_by) references app_user (tenant_id, id)
);

create table meeting_announcement (
  tenant_id uuid not null,
  meeting_id uuid not null,
  -- The version of the meeting that it made.
  version integer not null,
  body text not null,
  at timestamptz not null,
  user_id uuid,
  primary key (tenant_id, meeting_id, version),
  foreign key (tenant_id, meeting_id) references meeting (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);

-- Minutes as a document, with the approvals of the chair and the recorder.
create table meeting_minutes (
  tenant_id uuid not null,
  meeting_id uuid not null,
  version integer not null,
  made_at timestamptz not null,
  made_by uuid not null,
  remarks text not null,
  sha256 text not null,
  bytes bytea not null,
  chair_approved_at timestamptz,
  recorder_approved_at timestamptz,
  primary key (tenant_id, meeting_id, version),
  foreign key (tenant_id, meeting_id) references meeting (tenant_id, id),
  foreign key (tenant_id, made_by) references app_user (tenant_id, id)
);

-- Objections to a resolution (企业破产法 第六十四条第二款).
create table meeting_objection (
  tenant_id uuid not null,
  meeting_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  voter_id uuid not null,
  user_id uuid not null,
  grounds text not null,
  body text not null,
  at timestamptz not null,
  in_time boolean not null,
  primary key (tenant_id, meeting_id, id),
  foreign key (tenant_id, meeting_id) references meeting (tenant_id, id),
  foreign key (tenant_id, user_id) references app_user (tenant_id, id)
);

do $$
declare
  name text;
begin
  foreach name in array array['meeting', 'meeting_item', 'meeting_paper', 'meeting_voter', 'meeting_list', 'meeting_label', 'meeting_proxy', 'meeting_code', 'meeting_attempt', 'meeting_attendance',
    'meeting_vote', 'meeting_paper_vote', 'meeting_question', 'meeting_announcement', 'meeting_minutes', 'meeting_objection'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy of_tenant on %I using (tenant_id = nullif(current_setting(''yingshang.tenant'', true), '''')::uuid)', name);
  end loop;
end
$$;

grant select, insert on meeting_vote, meeting_attendance, meeting_announcement, meeting_objection, meeting_list, meeting_label to yingshang_app;
grant select, insert, update on meeting, meeting_voter, meeting_proxy, meeting_code, meeting_question, meeting_paper_vote, meeting_minutes to yingshang_app;
grant select, insert, update, delete on meeting_item, meeting_paper, meeting_attempt to yingshang_app;
