-- Several passkeys for each person. Runs as sallyport_owner. Older releases go on working with it.

alter table passkey add column name text not null default 'First passkey'
  check (char_length(name) between 1 and 64);

-- When its counter went back, as only a copy's does (WebAuthn Level 3 section 6.1.1).
alter table passkey add column copied_at timestamptz;

create index passkey_of on passkey (tenant_id, person_id);

-- Of two removals at the same moment the second waits for the first, and then sees what is left.
create function passkey_is_not_the_last() returns trigger
  language plpgsql security definer set search_path = sallyport as $$
begin
  perform 1 from person p where p.id = old.person_id for update;
  if not exists (select from passkey k where k.person_id = old.person_id and k.id <> old.id
                   and k.copied_at is null) then
    raise exception 'a person keeps a passkey' using errcode = 'check_violation';
  end if;
  return old;
end
$$;

create trigger passkey_is_not_the_last
  before delete on passkey for each row execute function passkey_is_not_the_last();

revoke all on function passkey_is_not_the_last() from public;

grant insert (name) on passkey to sallyport_web;
grant update (name, copied_at) on passkey to sallyport_web;
grant delete on passkey to sallyport_web;
