-- What a connection was made for. Runs as sallyport_owner. Older releases do not work with it: they
-- connect without saying what for.

-- Those of before were made for all there was.
alter table connection add column capabilities text[];
update connection set capabilities = array['see-instances', 'see-spot-prices'];
alter table connection alter column capabilities set not null;
alter table connection add constraint connection_capabilities check (
  cardinality(capabilities) between 1 and 20 and array_position(capabilities, null) is null);

-- Usable, but AWS refuses something that it was made for.
alter table connection drop constraint connection_state_check;
alter table connection add constraint connection_state_check
  check (state in ('UNTESTED', 'VERIFIED', 'DEGRADED', 'UNSAFE', 'BROKEN'));

-- Of which permission a check is; null for all other checks.
alter table connection_check add column subject text check (char_length(subject) <= 128);

create or replace function version_only_grows() returns trigger language plpgsql as $$
begin
  if new.version < old.version then
    raise exception 'a record''s version only grows' using errcode = 'check_violation';
  end if;
  -- What was found about the old details says nothing about the new ones.
  if new.version > old.version then
    new.state := 'UNTESTED';
    new.next_test_at := null;
  elsif new.capabilities <> old.capabilities then
    raise exception 'what a connection is for changes with what is sealed of it, and is tested again'
      using errcode = 'check_violation';
  end if;
  return new;
end
$$;

grant insert (capabilities), update (capabilities) on connection to sallyport_web;
