-- An objection goes into the case, where the judge rules on it; what the case refuses keeps the reason.
alter table meeting_objection add column raised_at timestamptz;
alter table meeting_objection add column refused text;
grant update (raised_at, refused) on meeting_objection to yingshang_app;
