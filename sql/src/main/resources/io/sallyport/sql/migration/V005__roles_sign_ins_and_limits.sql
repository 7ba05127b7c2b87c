-- People with several roles, what they signed in with, and how often something may be tried. Runs as
-- sallyport_owner. Older releases do not work with it: they look for one role.

--------------------------------------------------------------------------------------------- roles

alter table person add column roles text[];
update person set roles = array[role];
alter table person drop column role;
alter table person alter column roles set not null;
-- Nobody is deleted: the trail goes on naming them.
alter table person add column removed_at timestamptz;
alter table person add constraint person_roles check (
  cardinality(roles) > 0 and array_position(roles, null) is null and
  case tenant_id when '5a11f0a7-0000-4000-8000-000000000001'
    then roles <@ array['support', 'operator', 'key-custodian', 'security-officer', 'auditor']
     -- Whoever sees which customer has what must not hold a share of the keys to it.
     and not roles @> array['support', 'key-custodian']
    else cardinality(roles) = 1 and roles <@ array['tenant-admin', 'tenant-user', 'tenant-auditor']
  end);

alter table invitation add column roles text[];
drop trigger invitation_is_used_once on invitation;
update invitation set roles = array[role];
alter table invitation drop column role;
alter table invitation alter column roles set not null;
alter table invitation add constraint invitation_roles check (
  cardinality(roles) > 0 and array_position(roles, null) is null
  and not roles @> array['support', 'key-custodian']);
-- Nobody for the vendor's own people, whom IT invites.
alter table invitation add column invited_by uuid;
alter table invitation add column withdrawn_at timestamptz;

create or replace function invitation_is_used_once() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if current_user = 'sallyport_web'
       and new.tenant_id = '5a11f0a7-0000-4000-8000-000000000001' then
      raise exception 'the vendor''s own people are invited by IT'
        using errcode = 'insufficient_privilege';
    end if;
  elsif old.used_at is not null or old.withdrawn_at is not null
     or num_nonnulls(new.used_at, new.withdrawn_at) <> 1
     or (new.code_hash, new.tenant_id, new.person_id, new.display_name, new.roles, new.expires_at,
         new.invited_by)
        is distinct from
        (old.code_hash, old.tenant_id, old.person_id, old.display_name, old.roles, old.expires_at,
         old.invited_by)
  then
    raise exception 'an invitation is used once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger invitation_is_used_once
  before insert or update on invitation for each row execute function invitation_is_used_once();

create or replace function tenant_of_invitation(hash bytea) returns uuid
  language sql stable security definer set search_path = sallyport
  return (select i.tenant_id from invitation i
           where i.code_hash = hash and i.used_at is null and i.withdrawn_at is null
             and i.expires_at > now());

create index invitation_of on invitation (tenant_id, expires_at);

-- A closed company needs no administrator.
alter table tenant add column closed_at timestamptz;

-- The vendor's people come by an invitation and keep its roles; whom a web node may make and change
-- is a customer.
create function person_is_sound() returns trigger
  language plpgsql security definer set search_path = sallyport as $$
begin
  if tg_op = 'UPDATE' and old.removed_at is not null and new.removed_at is distinct from old.removed_at
  then
    raise exception 'who was removed stays removed' using errcode = 'insufficient_privilege';
  end if;
  if new.tenant_id = '5a11f0a7-0000-4000-8000-000000000001' then
    if tg_op = 'INSERT' and not exists (
         select from invitation i where i.person_id = new.id
           and i.roles @> new.roles and new.roles @> i.roles) then
      raise exception 'the vendor''s people are invited' using errcode = 'insufficient_privilege';
    end if;
    if tg_op = 'UPDATE' and new.roles <> old.roles and session_user = 'sallyport_web' then
      raise exception 'the roles of the vendor''s people are IT''s to change'
        using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  if tg_op = 'UPDATE' and old.roles @> array['tenant-admin'] and old.removed_at is null
     and not (new.roles @> array['tenant-admin'] and new.removed_at is null) then
    -- Of two changes at the same moment the second waits for the first, and then sees what is left.
    perform 1 from tenant t where t.id = old.tenant_id for update;
    if not exists (select from person p where p.tenant_id = old.tenant_id and p.id <> old.id
                     and p.roles @> array['tenant-admin'] and p.removed_at is null)
       and not exists (select from tenant t where t.id = old.tenant_id and t.closed_at is not null)
    then
      raise exception 'a tenant keeps an administrator' using errcode = 'SPADM';
    end if;
  end if;
  return new;
end
$$;

create trigger person_is_sound
  before insert or update on person for each row execute function person_is_sound();

------------------------------------------------------------------------------------------ sign-ins

-- One for each browser that somebody is signed in with. It, and not the web session, says who is
-- there: ending it ends the session at its next request, whichever node has that in memory.
create table sign_in (
  id           uuid primary key,
  tenant_id    uuid not null,
  person_id    uuid not null,
  method       text not null check (method in ('passkey', 'sso')),
  -- SHA-256 of a secret that only the browser has: nothing in the database is enough to enter with.
  proof_hash   bytea not null unique check (octet_length(proof_hash) = 32),
  address      text not null check (char_length(address) <= 64),
  browser      text not null check (char_length(browser) <= 200),
  started_at   timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  fresh_until  timestamptz not null,
  ends_at      timestamptz not null,
  ended_at     timestamptz,
  unique (tenant_id, id),
  foreign key (tenant_id, person_id) references person (tenant_id, id)
);

create index sign_in_of on sign_in (tenant_id, person_id, last_seen_at desc);

alter table sign_in enable row level security;
create policy own_tenant on sign_in using (tenant_id = current_tenant())
  with check (tenant_id = current_tenant());

-- Open Liberty's own form of a web session: ceremonies under way, and the id of a sign-in.
create table http_session (
  id              varchar(128) not null,
  propid          varchar(128) not null,
  appname         varchar(128) not null,
  listenercnt     smallint,
  lastaccess      bigint,
  creationtime    bigint,
  maxinactivetime integer,
  username        varchar(256),
  small           bytea,
  medium          bytea,
  large           bytea
);

create unique index sess_index on http_session (id, propid, appname);
create index http_session_lastaccess on http_session (lastaccess);

-------------------------------------------------------------------------------------------- limits

-- Bucket4j's token buckets, shared by all web nodes.
create table rate_bucket (
  id         text primary key,
  state      bytea,
  expires_at bigint
);

-------------------------------------------------------------------------------------------- grants

revoke all on all functions in schema sallyport from public;

grant insert (roles), update (roles, display_name, removed_at) on person to sallyport_web;
grant insert on invitation to sallyport_web;
grant update (withdrawn_at) on invitation to sallyport_web;
grant select, insert on sign_in to sallyport_web;
grant update (last_seen_at, fresh_until, ended_at) on sign_in to sallyport_web;
grant select, insert, update, delete on http_session, rate_bucket to sallyport_web;
