-- Connections are tested again by themselves. Runs as sallyport_owner. Older releases go on working
-- with it, and test again nothing.

alter table connection add column sound_at timestamptz;
-- Nobody has tested it yet, or not what is sealed now: then a person does it first.
alter table connection add column next_test_at timestamptz;

update connection set sound_at = tested_at where state = 'VERIFIED';
update connection set next_test_at = now() + random() * interval '1 day' where state <> 'UNTESTED';

create index connection_due on connection (next_test_at) where next_test_at is not null;

create or replace function version_only_grows() returns trigger language plpgsql as $$
begin
  if new.version < old.version then
    raise exception 'a record''s version only grows' using errcode = 'check_violation';
  end if;
  -- What was found about the old details says nothing about the new ones.
  if new.version > old.version then
    new.state := 'UNTESTED';
    new.next_test_at := null;
  end if;
  return new;
end
$$;

-- The one that is due longest, for one node: whoever takes it has a quarter of an hour. A node that
-- dies meanwhile has it tested by another then.
create function claim_due_connection() returns table (tenant_id uuid, connection_id uuid)
  language sql security definer set search_path = sallyport
begin atomic
  update connection c set next_test_at = now() + interval '15 minutes'
   where c.id = (select d.id from connection d where d.next_test_at <= now()
                  order by d.next_test_at limit 1 for update skip locked)
  returning c.tenant_id, c.id;
end;

revoke all on function claim_due_connection() from public;
grant execute on function claim_due_connection() to sallyport_decrypt;
grant update (sound_at, next_test_at) on connection to sallyport_decrypt;
