-- Sign-in with a company's own identity provider. Runs as sallyport_owner. Older releases go on
-- working with it.

create table sso_provider (
  tenant_id          uuid primary key references tenant,
  issuer             text not null check (issuer ~ '^https://' and char_length(issuer) <= 500),
  client_id          text not null check (char_length(client_id) between 1 and 200),
  -- Lower case, IDNA's ASCII form; leads people here once the DNS has shown whose it is.
  domain             text check (domain = lower(domain) and char_length(domain) between 3 and 253),
  domain_token       text not null,
  domain_verified_at timestamptz,
  roles_claim        text not null check (char_length(roles_claim) between 1 and 100),
  -- For whom no value of the claim stands for a role; without it they are refused.
  default_role       text check (default_role in ('tenant-user', 'tenant-auditor')),
  forced             boolean not null default false,
  tested_at          timestamptz,
  created_at         timestamptz not null default now(),
  updated_at         timestamptz not null default now(),
  check (domain is not null or domain_verified_at is null),
  check (tested_at is not null or not forced)
);

create unique index sso_domain_once on sso_provider (domain) where domain_verified_at is not null;

-- A new domain has to be shown anew, with another token; another provider has to be tested anew.
create function sso_provider_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' or new.domain is distinct from old.domain then
    new.domain_token := replace(gen_random_uuid()::text, '-', '');
    new.domain_verified_at := null;
  end if;
  if tg_op = 'INSERT' or (new.issuer, new.client_id) is distinct from (old.issuer, old.client_id) then
    new.tested_at := null;
    new.forced := false;
  end if;
  new.updated_at := now();
  return new;
end
$$;

create trigger sso_provider_change
  before insert or update on sso_provider for each row execute function sso_provider_change();

-- What a value of the claim makes of whoever has it.
create table sso_role (
  tenant_id   uuid not null references sso_provider on delete cascade,
  claim_value text not null check (char_length(claim_value) between 1 and 200),
  role        text not null check (role in ('tenant-admin', 'tenant-user', 'tenant-auditor')),
  primary key (tenant_id, claim_value)
);

-- Who somebody is: what their issuer calls them, never their e-mail address.
create table sso_identity (
  id         uuid primary key,
  tenant_id  uuid not null,
  person_id  uuid not null,
  issuer     text not null,
  subject    text not null check (char_length(subject) between 1 and 255),
  created_at timestamptz not null default now(),
  unique (tenant_id, issuer, subject),
  foreign key (tenant_id, person_id) references person (tenant_id, id)
);

create index sso_identity_of on sso_identity (tenant_id, person_id);

-- Sign-ins that a provider may end, by its name for the session or for the person.
create table sso_session (
  sign_in_id uuid primary key,
  tenant_id  uuid not null,
  person_id  uuid not null,
  issuer     text not null,
  subject    text not null,
  sid        text,
  created_at timestamptz not null default now(),
  foreign key (tenant_id, person_id) references person (tenant_id, id),
  foreign key (tenant_id, sign_in_id) references sign_in (tenant_id, id)
);

create index sso_session_of on sso_session (tenant_id, issuer, subject);

do $$
declare
  owned text;
begin
  foreach owned in array array['sso_provider', 'sso_role', 'sso_identity', 'sso_session'] loop
    execute format('alter table %I enable row level security', owned);
    execute format('create policy own_tenant on %I using (tenant_id = current_tenant())'
                   ' with check (tenant_id = current_tenant())', owned);
  end loop;
end
$$;

-- Signing in starts with a domain and no tenant: this answers with the tenant, and nothing else.
create function tenant_of_sso_domain(wanted text) returns uuid
  language sql stable security definer set search_path = sallyport
  return (select p.tenant_id from sso_provider p
           where p.domain = wanted and p.domain_verified_at is not null);

-- A provider that ends a session names itself and the client, and no tenant.
create function tenants_of_sso_client(its_issuer text, its_client text) returns setof uuid
  language sql stable security definer set search_path = sallyport
begin atomic
  select p.tenant_id from sso_provider p where p.issuer = its_issuer and p.client_id = its_client;
end;

revoke all on function sso_provider_change(), tenant_of_sso_domain(text),
  tenants_of_sso_client(text, text) from public;
grant execute on function tenant_of_sso_domain(text), tenants_of_sso_client(text, text)
  to sallyport_web;

grant select on sso_provider, sso_role, sso_identity, sso_session to sallyport_web;
grant insert (tenant_id, issuer, client_id, domain, roles_claim, default_role) on sso_provider
  to sallyport_web;
grant update (issuer, client_id, domain, domain_verified_at, roles_claim, default_role, forced,
              tested_at) on sso_provider to sallyport_web;
grant delete on sso_provider to sallyport_web;
grant insert, update (role), delete on sso_role to sallyport_web;
grant insert (id, tenant_id, person_id, issuer, subject) on sso_identity to sallyport_web;
grant insert (sign_in_id, tenant_id, person_id, issuer, subject, sid), delete on sso_session
  to sallyport_web;
