-- The first schema. Runs as sallyport_owner. No older release works with it.

create function current_tenant() returns uuid
  language sql stable
  return nullif(current_setting('sallyport.tenant', true), '')::uuid;

comment on function current_tenant() is
  'The transaction''s tenant (set_config(''sallyport.tenant'', …, true)); unset means nobody, who sees nothing';

-- Refuses a change whoever asks for it, the owner's applications included.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on % is refused: %', tg_op, tg_table_name, tg_argv[0]
    using errcode = 'insufficient_privilege';
end
$$;

------------------------------------------------------------------------------------------- tenants

create table tenant (
  id          uuid primary key,
  name        text not null check (char_length(name) between 1 and 200),
  -- Version 4 from PostgreSQL's strong random source. No account may name a value of its own.
  external_id uuid not null default gen_random_uuid() unique
              check (uuid_extract_version(external_id) = 4),
  created_at  timestamptz not null default now()
);

create trigger external_id_is_immutable
  before update on tenant for each row
  when (old.external_id is distinct from new.external_id or old.id is distinct from new.id)
  execute function refuse_change('a tenant''s External ID never changes');

create table person (
  id           uuid primary key,
  tenant_id    uuid not null references tenant,
  display_name text not null check (char_length(display_name) between 1 and 200),
  role         text not null check (role in ('tenant-admin', 'tenant-user', 'tenant-auditor')),
  created_at   timestamptz not null default now(),
  unique (tenant_id, id)
);

-- Public keys only: nothing here can be used to sign in.
create table passkey (
  id            uuid primary key,
  tenant_id     uuid not null,
  person_id     uuid not null,
  credential_id bytea not null unique check (octet_length(credential_id) between 16 and 1023),
  -- The attested credential data of WebAuthn Level 3 section 6.5.1, as the authenticator sent it.
  attested_data bytea not null,
  sign_count    bigint not null check (sign_count between 0 and 4294967295),
  created_at    timestamptz not null default now(),
  last_used_at  timestamptz,
  foreign key (tenant_id, person_id) references person (tenant_id, id)
);

--------------------------------------------------------------------------------------- connections

create table connection (
  id         uuid primary key,
  tenant_id  uuid not null references tenant,
  alias      text not null check (char_length(alias) between 1 and 64),
  version    integer not null check (version >= 1),
  state      text not null default 'UNTESTED'
             check (state in ('UNTESTED', 'VERIFIED', 'UNSAFE', 'BROKEN')),
  created_at timestamptz not null default now(),
  tested_at  timestamptz,
  unique (tenant_id, id)
);

create unique index connection_alias_once on connection (tenant_id, lower(alias));

create function version_only_grows() returns trigger language plpgsql as $$
begin
  if new.version < old.version then
    raise exception 'a record''s version only grows' using errcode = 'check_violation';
  end if;
  -- What was found about the old details says nothing about the new ones.
  if new.version > old.version then
    new.state := 'UNTESTED';
  end if;
  return new;
end
$$;

create trigger version_only_grows
  before update on connection for each row execute function version_only_grows();

-- Leave to seal one version of one record once. A used ticket stays, so that it stays used.
create table sealing_ticket (
  ticket     text primary key check (ticket ~ '^[A-Za-z0-9_-]{22}$'),
  tenant_id  uuid not null references tenant,
  person_id  uuid not null,
  -- SHA-256 of the session's id: enough to compare, useless to enter with.
  session_hash bytea not null check (octet_length(session_hash) = 32),
  record_id  uuid not null,
  version    integer not null check (version >= 1),
  expires_at timestamptz not null,
  used_at    timestamptz,
  foreign key (tenant_id, person_id) references person (tenant_id, id)
);

create table sealed_envelope (
  tenant_id        uuid not null,
  connection_id    uuid not null,
  version          integer not null check (version >= 1),
  schema_name      text not null,
  ticket           text not null unique references sealing_ticket,
  -- RFC 7638 thumbprint of the browser's recipient key, and the OpenPGP key id (hex).
  inner_kid        text not null,
  outer_kid        text not null,
  envelope_hash    bytea not null check (octet_length(envelope_hash) = 32),
  payload          bytea not null check (octet_length(payload) <= 524288),
  ingest_signature text not null check (octet_length(ingest_signature) <= 4096),
  created_at       timestamptz not null default now(),
  primary key (connection_id, version),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);

create trigger envelopes_are_never_rewritten
  before update on sealed_envelope for each row
  execute function refuse_change('an envelope is replaced by a newer version, never rewritten');

create table connection_check (
  id            uuid primary key,
  tenant_id     uuid not null,
  connection_id uuid not null,
  version       integer not null,
  position      smallint not null,
  check_name    text not null,
  outcome       text not null,
  aws_code      text,
  aws_message   text,
  aws_request   text,
  aws_status    integer,
  at            timestamptz not null default now(),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);

create index connection_check_of on connection_check (tenant_id, connection_id, at desc, position);

--------------------------------------------------------------------------------------------- audit

create table audit_event (
  tenant_id     uuid not null,
  sequence      bigint not null check (sequence >= 1),
  id            uuid not null unique,
  at            timestamptz not null,
  node          text not null,
  person_id     uuid not null,
  action        text not null,
  phase         text not null check (phase in ('INTENT', 'OUTCOME')),
  intent_id     uuid,
  subject       text not null,
  request_id    uuid not null,
  outcome       text,
  -- JSON object of short strings, in RFC 8785 form
  facts         text not null,
  previous_hash bytea not null check (octet_length(previous_hash) = 32),
  hash          bytea not null check (octet_length(hash) = 32),
  primary key (tenant_id, sequence),
  check ((phase = 'INTENT') = (intent_id is null)),
  check ((phase = 'OUTCOME') = (outcome is not null))
);

create unique index audit_outcome_once on audit_event (intent_id) where phase = 'OUTCOME';

-- A link that does not fit its predecessor is refused by the database itself, whatever a node does.
create function audit_event_follows() returns trigger language plpgsql as $$
declare
  head record;
begin
  select e.sequence, e.hash into head from audit_event e
    where e.tenant_id = new.tenant_id order by e.sequence desc limit 1;
  if not found then
    if new.sequence <> 1 or new.previous_hash <> decode(repeat('00', 32), 'hex') then
      raise exception 'an audit chain starts at 1' using errcode = 'check_violation';
    end if;
  elsif new.sequence <> head.sequence + 1 or new.previous_hash <> head.hash then
    raise exception 'an audit event must follow the last one' using errcode = 'check_violation';
  end if;
  return new;
end
$$;

create trigger audit_event_follows
  before insert on audit_event for each row execute function audit_event_follows();

create trigger audit_is_append_only
  before update or delete on audit_event for each row
  execute function refuse_change('the audit trail is append-only');

create trigger audit_is_never_emptied
  before truncate on audit_event
  execute function refuse_change('the audit trail is append-only');

------------------------------------------------------------------------------- row-level security

do $$
declare
  owned text;
begin
  foreach owned in array array['person', 'passkey', 'connection', 'sealing_ticket',
                               'sealed_envelope', 'connection_check', 'audit_event'] loop
    execute format('alter table %I enable row level security', owned);
    execute format('create policy own_tenant on %I using (tenant_id = current_tenant())'
                   ' with check (tenant_id = current_tenant())', owned);
  end loop;
end
$$;

alter table tenant enable row level security;
create policy own_tenant on tenant using (id = current_tenant()) with check (id = current_tenant());

-- Signing in starts with a credential and no tenant: this answers with the tenant, and nothing else.
create function tenant_of_credential(credential bytea) returns uuid
  language sql stable security definer set search_path = sallyport
  return (select p.tenant_id from passkey p where p.credential_id = credential);

-------------------------------------------------------------------------------------------- grants

revoke all on all functions in schema sallyport from public;
grant usage on schema sallyport to sallyport_web, sallyport_decrypt;
grant execute on function current_tenant() to sallyport_web, sallyport_decrypt;
grant execute on function tenant_of_credential(bytea) to sallyport_web;

-- Web nodes: people and sealed envelopes go in. A payload never comes out again, and the External
-- ID is not theirs to choose.
grant select on tenant, person, passkey, connection, connection_check, audit_event, sealing_ticket
  to sallyport_web;
grant insert (id, name) on tenant to sallyport_web;
grant insert (id, tenant_id, display_name, role) on person to sallyport_web;
grant insert (id, tenant_id, person_id, credential_id, attested_data, sign_count) on passkey
  to sallyport_web;
grant update (sign_count, last_used_at) on passkey to sallyport_web;
grant insert (id, tenant_id, alias, version) on connection to sallyport_web;
-- Only a decrypt node, which tested it, says that a connection may be used.
grant update (version) on connection to sallyport_web;
grant insert on sealing_ticket to sallyport_web;
grant update (used_at) on sealing_ticket to sallyport_web;
grant insert on sealed_envelope to sallyport_web;
grant select (tenant_id, connection_id, version, schema_name, inner_kid, outer_kid, envelope_hash,
              created_at) on sealed_envelope to sallyport_web;
grant insert on audit_event to sallyport_web;

-- Decrypt nodes: read payloads and write outcomes. They cannot make tenants, people or envelopes.
grant select on tenant, connection, sealed_envelope, connection_check, audit_event
  to sallyport_decrypt;
grant update (state, tested_at) on connection to sallyport_decrypt;
grant insert on connection_check, audit_event to sallyport_decrypt;

-- A node checks at start that the schema is the one it was built for.
grant select on flyway_schema_history to sallyport_web, sallyport_decrypt;
