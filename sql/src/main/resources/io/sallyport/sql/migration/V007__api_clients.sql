-- Customers' programs: the clients of the REST API, their public keys, and the tokens they have used.
-- Runs as sallyport_owner. Older releases go on working with it.

create table api_client (
  -- What its tokens name as iss and sub.
  id           uuid primary key,
  tenant_id    uuid not null references tenant,
  name         text not null check (char_length(name) between 1 and 64),
  scopes       text[] not null check (cardinality(scopes) >= 1 and scopes <@ array[
                 'connections:read', 'connections:test', 'requests:send', 'activity:read']),
  -- Where its keys are published; null when they were pasted.
  jwks_url     text check (char_length(jwks_url) <= 2000),
  created_by   uuid not null,
  created_at   timestamptz not null default now(),
  last_used_at timestamptz,
  -- It stays, so that the audit trail goes on naming it.
  removed_at   timestamptz,
  unique (tenant_id, id)
);

create index api_client_of on api_client (tenant_id, created_at);

-- Public halves only: nothing here can be used to sign.
create table api_key (
  client_id  uuid not null,
  tenant_id  uuid not null,
  -- RFC 7638 thumbprint
  kid        text not null check (kid ~ '^[A-Za-z0-9_-]{43}$'),
  jwk        text not null check (octet_length(jwk) <= 4096),
  created_at timestamptz not null default now(),
  -- It stays, so that it is never taken again.
  removed_at timestamptz,
  primary key (client_id, kid),
  foreign key (tenant_id, client_id) references api_client (tenant_id, id)
);

create function removal_stays() returns trigger language plpgsql as $$
begin
  if old.removed_at is not null and new.removed_at is distinct from old.removed_at then
    raise exception 'what was removed stays removed' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger removal_stays
  before update on api_client for each row execute function removal_stays();
create trigger removal_stays
  before update on api_key for each row execute function removal_stays();

-- Of any number of uses of a token at the same moment one inserts its row.
create table api_token_used (
  client_id  uuid not null,
  tenant_id  uuid not null,
  jti_hash   bytea not null check (octet_length(jti_hash) = 32),
  -- After which the token is refused for its age, so that the row is not needed any more.
  expires_at timestamptz not null,
  primary key (client_id, jti_hash),
  foreign key (tenant_id, client_id) references api_client (tenant_id, id)
);

create index api_token_expired on api_token_used (client_id, expires_at);

do $$
declare
  owned text;
begin
  foreach owned in array array['api_client', 'api_key', 'api_token_used'] loop
    execute format('alter table %I enable row level security', owned);
    execute format('create policy own_tenant on %I using (tenant_id = current_tenant())'
                   ' with check (tenant_id = current_tenant())', owned);
  end loop;
end
$$;

-- A token names a client and no tenant: this answers with the tenant, and nothing else.
create function tenant_of_api_client(client uuid) returns uuid
  language sql stable security definer set search_path = sallyport
  return (select c.tenant_id from api_client c where c.id = client and c.removed_at is null);

revoke all on function tenant_of_api_client(uuid) from public;
revoke all on function removal_stays() from public;
grant execute on function tenant_of_api_client(uuid) to sallyport_web;
grant select, insert (id, tenant_id, name, scopes, jwks_url, created_by) on api_client
  to sallyport_web;
grant update (last_used_at, removed_at) on api_client to sallyport_web;
grant select, insert (client_id, tenant_id, kid, jwk) on api_key to sallyport_web;
grant update (removed_at) on api_key to sallyport_web;
grant select, insert, delete on api_token_used to sallyport_web;
