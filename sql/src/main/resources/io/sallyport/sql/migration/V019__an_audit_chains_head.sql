-- Whoever is about to append to the tenant's audit chain takes it and reads its last link in one round
-- trip. Runs as sallyport_owner. In two statements: one statement alone would see what was there before
-- it had to wait. The lock is the one that older releases take.

create function audit_head() returns table (sequence bigint, hash bytea)
  language plpgsql volatile set search_path = sallyport as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('audit:' || current_tenant(), 0));
  return query
    select e.sequence, e.hash from audit_event e order by e.sequence desc limit 1;
end
$$;

revoke all on function audit_head() from public;
grant execute on function audit_head() to sallyport_web, sallyport_decrypt;
