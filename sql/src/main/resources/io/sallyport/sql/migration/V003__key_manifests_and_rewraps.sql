-- Keys and their states, openings that failed, and envelopes that move to another key. Runs as
-- sallyport_owner. Older releases do not work with it: they cannot say which key a ticket is for.

------------------------------------------------------------------------------------- the manifest

-- Signed by the root keys outside; proposed by one custodian and published by another.
create table key_manifest (
  version      integer primary key check (version >= 1),
  document     text not null check (octet_length(document) <= 4194304),
  -- Nobody for a site's first one, which came with its nodes: the root's signatures vouch for it.
  proposed_by  uuid references person,
  proposed_at  timestamptz not null default now(),
  approved_by  uuid references person,
  published_at timestamptz,
  check (approved_by <> proposed_by),
  check ((approved_by is null) = (proposed_by is null) or published_at is null)
);

create function manifest_follows() returns trigger language plpgsql as $$
declare
  newest integer := (select max(m.version) from key_manifest m where m.published_at is not null);
begin
  if new.version <= coalesce(newest, 0) then
    raise exception 'manifest % was published already', newest using errcode = 'check_violation';
  end if;
  if tg_op = 'INSERT' then
    if new.approved_by is not null
       or (new.published_at is not null and (newest is not null or new.proposed_by is not null))
       or (new.published_at is null and new.proposed_by is null) then
      raise exception 'a manifest is proposed first' using errcode = 'check_violation';
    end if;
  elsif old.published_at is not null
     or (new.version, new.document, new.proposed_by, new.proposed_at)
        is distinct from (old.version, old.document, old.proposed_by, old.proposed_at)
     or new.approved_by is null or new.published_at is null then
    raise exception 'a manifest never changes' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger manifest_follows
  before insert or update on key_manifest for each row execute function manifest_follows();

create trigger manifests_stay
  before delete on key_manifest for each row
  execute function refuse_change('a manifest stays, so that its version is never used again');

-- What the published manifest says, for the database's own checks. Nodes go by the signed document.
create table vault_key (
  id               text primary key,
  use              text not null check (use in ('browser', 'openpgp', 'web', 'decrypt')),
  -- As envelopes name it: the id, or the OpenPGP key id.
  envelope_kid     text not null unique,
  state            text not null check (state in
                     ('pre-active', 'active', 'decrypt-only', 'revoked', 'destroyed')),
  manifest_version integer not null references key_manifest
);

create index envelope_inner_kid on sealed_envelope (inner_kid, connection_id);
create index envelope_outer_kid on sealed_envelope (outer_kid, connection_id);

-- Records whose newest version is sealed for that key, over all tenants.
create function envelopes_needing(kid text) returns bigint
  language sql stable security definer set search_path = sallyport
  return (select count(*) from sealed_envelope e
            join connection c on c.id = e.connection_id and c.version = e.version
           where e.inner_kid = kid or e.outer_kid = kid);

create function key_change() returns trigger language plpgsql as $$
begin
  if (new.id, new.use, new.envelope_kid) is distinct from (old.id, old.use, old.envelope_kid) then
    raise exception 'a key''s name never changes' using errcode = 'insufficient_privilege';
  end if;
  if new.state = 'destroyed' and old.state <> 'destroyed'
     and envelopes_needing(new.envelope_kid) > 0 then
    raise exception 'sealed records still need the key %', new.id using errcode = 'SPKEY';
  end if;
  return new;
end
$$;

create trigger key_change before update on vault_key for each row execute function key_change();

create trigger keys_stay
  before delete on vault_key for each row
  execute function refuse_change('a key stays, so that its name is never used again');

-- An envelope names keys that may open it. The share lock makes a key's end wait for it.
create function envelope_has_keys() returns trigger
  language plpgsql security definer set search_path = sallyport as $$
begin
  perform 1 from vault_key k where k.envelope_kid = new.inner_kid and k.use = 'browser'
     and k.state in ('active', 'decrypt-only') for share;
  if not found then
    raise exception 'no such browser key' using errcode = 'check_violation';
  end if;
  perform 1 from vault_key k where k.envelope_kid = new.outer_kid and k.use = 'openpgp'
     and k.state in ('active', 'decrypt-only') for share;
  if not found then
    raise exception 'no such OpenPGP key' using errcode = 'check_violation';
  end if;
  return new;
end
$$;

create trigger envelope_has_keys
  before insert or update on sealed_envelope for each row execute function envelope_has_keys();

-- A ticket names the key that its envelope is sealed for.
alter table sealing_ticket add column inner_kid text;

----------------------------------------------------------------------------------------- rewraps

drop trigger envelopes_are_never_rewritten on sealed_envelope;

create function envelope_moves() returns trigger language plpgsql as $$
begin
  if current_user <> 'sallyport_decrypt'
     or (new.tenant_id, new.connection_id, new.version, new.schema_name, new.ticket, new.created_at)
        is distinct from
        (old.tenant_id, old.connection_id, old.version, old.schema_name, old.ticket, old.created_at)
     or (new.inner_kid, new.outer_kid) is not distinct from (old.inner_kid, old.outer_kid) then
    raise exception 'an envelope is replaced by a newer version, or moved to another key'
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger envelope_moves
  before update on sealed_envelope for each row execute function envelope_moves();

create table rewrap_run (
  id          uuid primary key,
  from_kid    text not null references vault_key (envelope_kid),
  -- A new session key packet over the same session key, or everything encrypted anew.
  mode        text not null check (mode in ('routine', 'compromise')),
  state       text not null default 'ordered'
              check (state in ('ordered', 'running', 'paused', 'ended', 'cancelled')),
  per_second  integer not null check (per_second between 1 and 1000),
  ordered_by  uuid not null references person,
  ordered_at  timestamptz not null default now(),
  approved_by uuid references person,
  started_at  timestamptz,
  ended_at    timestamptz,
  -- Records there were when it started; moved; replaced meanwhile by their owners; not opened.
  total       bigint not null default 0,
  moved       bigint not null default 0,
  passed      bigint not null default 0,
  failed      bigint not null default 0,
  -- The last record that was looked at.
  cursor      uuid not null default '00000000-0000-0000-0000-000000000000',
  node        text,
  heartbeat   timestamptz,
  check (approved_by <> ordered_by),
  check (state in ('ordered', 'cancelled') or approved_by is not null)
);

create unique index one_rewrap_for_a_key on rewrap_run (from_kid)
  where state in ('ordered', 'running', 'paused');

-- The next records whose newest version is sealed for that key, over all tenants. Names only.
create function envelopes_of_key(kid text, after uuid, most integer)
  returns table (tenant_id uuid, connection_id uuid, version integer)
  language sql stable security definer set search_path = sallyport
begin atomic
  select e.tenant_id, e.connection_id, e.version from sealed_envelope e
    join connection c on c.id = e.connection_id and c.version = e.version
   where (e.inner_kid = kid or e.outer_kid = kid) and e.connection_id > after
   order by e.connection_id limit most;
end;

----------------------------------------------------------------------------- openings that failed

create table opening_failure (
  id            bigint generated always as identity primary key,
  tenant_id     uuid not null,
  connection_id uuid not null,
  version       integer not null,
  at            timestamptz not null default now(),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);

create index opening_failure_of on opening_failure (connection_id, version, at);

create table opening_lock (
  tenant_id     uuid not null,
  connection_id uuid not null,
  version       integer not null,
  at            timestamptz not null default now(),
  primary key (connection_id, version),
  foreign key (tenant_id, connection_id) references connection (tenant_id, id)
);

alter table opening_failure enable row level security;
create policy own_tenant on opening_failure using (tenant_id = current_tenant())
  with check (tenant_id = current_tenant());
alter table opening_lock enable row level security;
create policy own_tenant on opening_lock using (tenant_id = current_tenant())
  with check (tenant_id = current_tenant());

-------------------------------------------------------------------------------------------- grants

revoke all on all functions in schema sallyport from public;
grant execute on function envelopes_needing(text) to sallyport_web, sallyport_decrypt;
grant execute on function envelopes_of_key(text, uuid, integer) to sallyport_decrypt;

grant select on key_manifest, vault_key, rewrap_run to sallyport_web, sallyport_decrypt;
grant insert (version, document, proposed_by, published_at) on key_manifest to sallyport_web;
grant update (approved_by, published_at) on key_manifest to sallyport_web;
grant insert, update (state, manifest_version) on vault_key to sallyport_web;

grant insert (id, from_kid, mode, per_second, ordered_by) on rewrap_run to sallyport_web;
grant update (state, approved_by, per_second, ended_at) on rewrap_run to sallyport_web;
grant update (state, started_at, ended_at, total, moved, passed, failed, cursor, node, heartbeat)
  on rewrap_run to sallyport_decrypt;
grant update (payload, inner_kid, outer_kid, envelope_hash, ingest_signature) on sealed_envelope
  to sallyport_decrypt;

grant select, insert on opening_failure, opening_lock to sallyport_decrypt;
grant select on opening_lock to sallyport_web;
