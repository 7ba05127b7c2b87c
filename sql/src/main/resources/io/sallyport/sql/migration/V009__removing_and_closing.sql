-- Removing a connection, and closing a company's account. Runs as sallyport_owner. Older releases go
-- on working with it.

-- What is sealed of a connection, and all that hangs on it, is gone: with the row goes the only copy
-- of the session key that opens its payload.
create function shred_connection(gone uuid)
  returns table (version integer, envelope_hash bytea, inner_kid text, outer_kid text)
  language plpgsql security definer set search_path = sallyport as $$
begin
  delete from opening_lock l where l.connection_id = gone and l.tenant_id = current_tenant();
  delete from opening_failure f where f.connection_id = gone and f.tenant_id = current_tenant();
  delete from connection_check k where k.connection_id = gone and k.tenant_id = current_tenant();
  return query
    delete from sealed_envelope e where e.connection_id = gone and e.tenant_id = current_tenant()
    returning e.version, e.envelope_hash, e.inner_kid, e.outer_kid;
  delete from sealing_ticket s where s.record_id = gone and s.tenant_id = current_tenant();
  delete from connection c where c.id = gone and c.tenant_id = current_tenant();
end
$$;

-- Signed by the node that closed it; what it says of keys and hashes is no secret.
create table closure (
  tenant_id   uuid primary key references tenant,
  closed_at   timestamptz not null default now(),
  certificate text not null check (octet_length(certificate) <= 4194304)
);

create trigger closures_stay
  before update or delete on closure for each row
  execute function refuse_change('a certificate of deletion stays as it was given');

alter table closure enable row level security;
create policy own_tenant on closure using (tenant_id = current_tenant())
  with check (tenant_id = current_tenant());

-- Takes two people, or one and time: see approval. The trail and its people's names stay.
create function close_tenant(asked uuid)
  returns table (connection_id uuid, version integer, envelope_hash bytea, inner_kid text,
                 outer_kid text)
  language plpgsql security definer set search_path = sallyport as $$
declare
  owned text;
begin
  if not is_approved(asked, 'tenant-deletion', current_tenant()::text) then
    raise exception 'closing a company takes two people, or time'
      using errcode = 'insufficient_privilege';
  end if;
  update tenant t set closed_at = now() where t.id = current_tenant() and t.closed_at is null;
  if not found then
    raise exception 'the company is closed already' using errcode = 'insufficient_privilege';
  end if;
  return query
    select c.id, s.version, s.envelope_hash, s.inner_kid, s.outer_kid
      from connection c cross join lateral shred_connection(c.id) s
     where c.tenant_id = current_tenant();
  delete from sealing_ticket s where s.tenant_id = current_tenant();
  update person p set removed_at = now() where p.tenant_id = current_tenant() and p.removed_at is null;
  update sign_in s set ended_at = now() where s.tenant_id = current_tenant() and s.ended_at is null;
  delete from passkey k where k.tenant_id = current_tenant();
  -- In this order: what refers to another comes first.
  foreach owned in array array['recovery', 'invitation', 'sso_session', 'sso_identity', 'sso_role',
                               'sso_provider', 'api_token_used', 'api_key'] loop
    execute format('delete from %I where tenant_id = current_tenant()', owned);
  end loop;
  update api_client c set removed_at = now() where c.tenant_id = current_tenant() and c.removed_at is null;
end
$$;

-- Of somebody who was removed no passkey stays; whoever may sign in at their company's identity
-- provider has another way in.
create or replace function passkey_is_not_the_last() returns trigger
  language plpgsql security definer set search_path = sallyport as $$
begin
  perform 1 from person p where p.id = old.person_id for update;
  if not exists (select from passkey k where k.person_id = old.person_id and k.id <> old.id
                   and k.copied_at is null)
     and exists (select from person p where p.id = old.person_id and p.removed_at is null)
     and not exists (select from sso_identity i join sso_provider s
                       on s.tenant_id = i.tenant_id and s.issuer = i.issuer
                      where i.person_id = old.person_id) then
    raise exception 'a person keeps a passkey' using errcode = 'check_violation';
  end if;
  return old;
end
$$;

revoke all on all functions in schema sallyport from public;
grant execute on function shred_connection(uuid) to sallyport_web;
grant execute on function close_tenant(uuid) to sallyport_web;
grant select, insert on closure to sallyport_web;
