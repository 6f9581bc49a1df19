-- Files that come with a complaint have no user behind them.
alter table attachment alter column uploaded_by drop not null;
