-- The database accounts. Run once by a database administrator, in the database "sallyport".
-- No account has a password: pg_hba.conf admits each by a client certificate whose CN is its name.
-- Running it again changes nothing.
do $$
begin
  if not exists (select from pg_roles where rolname = 'sallyport_owner') then
    create role sallyport_owner login;
  end if;
  if not exists (select from pg_roles where rolname = 'sallyport_web') then
    create role sallyport_web login;
  end if;
  if not exists (select from pg_roles where rolname = 'sallyport_decrypt') then
    create role sallyport_decrypt login;
  end if;
end
$$;

create schema if not exists sallyport authorization sallyport_owner;
revoke all on schema public from public;

-- A name without a schema means ours, and nothing else.
alter role sallyport_owner set search_path = sallyport;
alter role sallyport_web set search_path = sallyport;
alter role sallyport_decrypt set search_path = sallyport;

-- A node that hangs must not hold up the others.
alter role sallyport_web set statement_timeout = '15s';
alter role sallyport_decrypt set statement_timeout = '15s';
alter role sallyport_web set idle_in_transaction_session_timeout = '60s';
alter role sallyport_decrypt set idle_in_transaction_session_timeout = '60s';
