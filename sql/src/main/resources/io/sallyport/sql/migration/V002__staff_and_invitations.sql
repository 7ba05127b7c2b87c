-- The vendor's own people. Runs as sallyport_owner. Older releases go on working with it.

-- The vendor's own company: its audit chain records what is done to the vault.
insert into tenant (id, name)
  values ('5a11f0a7-0000-4000-8000-000000000001', 'Sallyport site');

alter table person drop constraint person_role_check;
alter table person add constraint person_role_check check (
  case tenant_id when '5a11f0a7-0000-4000-8000-000000000001'
    then role in ('key-custodian', 'operator', 'support', 'auditor')
    else role in ('tenant-admin', 'tenant-user', 'tenant-auditor')
  end);

-- Leave to become one of the vendor's people, once. The code itself is not kept.
create table invitation (
  code_hash    bytea primary key check (octet_length(code_hash) = 32),
  tenant_id    uuid not null references tenant,
  person_id    uuid not null unique,
  display_name text not null check (char_length(display_name) between 1 and 200),
  role         text not null,
  created_at   timestamptz not null default now(),
  expires_at   timestamptz not null,
  used_at      timestamptz
);

create function invitation_is_used_once() returns trigger language plpgsql as $$
begin
  if old.used_at is not null or new.used_at is null
     or (new.code_hash, new.tenant_id, new.person_id, new.display_name, new.role, new.expires_at)
        is distinct from
        (old.code_hash, old.tenant_id, old.person_id, old.display_name, old.role, old.expires_at)
  then
    raise exception 'an invitation is used once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger invitation_is_used_once
  before update on invitation for each row execute function invitation_is_used_once();

alter table invitation enable row level security;
create policy own_tenant on invitation using (tenant_id = current_tenant())
  with check (tenant_id = current_tenant());

-- Accepting starts with a code and no tenant: this answers with the tenant, and nothing else.
create function tenant_of_invitation(hash bytea) returns uuid
  language sql stable security definer set search_path = sallyport
  return (select i.tenant_id from invitation i
           where i.code_hash = hash and i.used_at is null and i.expires_at > now());

revoke all on function tenant_of_invitation(bytea) from public;
revoke all on function invitation_is_used_once() from public;
grant execute on function tenant_of_invitation(bytea) to sallyport_web;
grant select on invitation to sallyport_web;
grant update (used_at) on invitation to sallyport_web;
