-- What takes two people, as one mechanism; getting back in without a passkey. Runs as
-- sallyport_owner. Older releases do not work with it: they look for who proposed a manifest in the
-- manifest itself.

---------------------------------------------------------------------------------------- approvals

create table approval (
  id           uuid primary key,
  -- Whose business it is, and who therefore sees it: a customer, or the vendor.
  tenant_id    uuid not null references tenant,
  kind         text not null
               check (kind in ('manifest', 'rewrap', 'tenant-recovery', 'tenant-deletion')),
  subject      text not null check (char_length(subject) between 1 and 200),
  requested_by uuid not null references person,
  requested_at timestamptz not null default now(),
  expires_at   timestamptz not null,
  decision     text check (decision in ('approved', 'declined', 'withdrawn')),
  decided_by   uuid references person,
  decided_at   timestamptz,
  -- From when on it may be done: at once, or after a delay in which it may still be withdrawn.
  effective_at timestamptz,
  done_at      timestamptz,
  check (num_nonnulls(decision, decided_at) in (0, 2)),
  -- Nobody for a decision that time makes: a delay instead of a second person.
  check (decision is distinct from 'approved' or decided_by is distinct from requested_by),
  check ((decision is not distinct from 'approved') = (effective_at is not null) or decision = 'withdrawn'),
  check (done_at is null or decision = 'approved')
);

create unique index approval_open_once on approval (tenant_id, kind, subject) where decision is null;
create index approval_of on approval (tenant_id, kind, requested_at desc);

create function approval_is_decided_once() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if num_nonnulls(new.decision, new.decided_by, new.decided_at, new.effective_at, new.done_at) > 0
    then
      raise exception 'what takes two people is requested first'
        using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  if (new.id, new.tenant_id, new.kind, new.subject, new.requested_by, new.requested_at, new.expires_at)
     is distinct from
     (old.id, old.tenant_id, old.kind, old.subject, old.requested_by, old.requested_at, old.expires_at)
  then
    raise exception 'what was requested never changes' using errcode = 'insufficient_privilege';
  end if;
  if old.decision is null then
    if new.decision = 'approved' and now() >= old.expires_at then
      raise exception 'the request has expired' using errcode = 'insufficient_privilege';
    end if;
    -- Only time may stand for a second person, and only where a company closes its own account.
    if new.decision = 'approved' and new.decided_by is null
       and (new.kind <> 'tenant-deletion' or new.effective_at < new.decided_at + interval '7 days') then
      raise exception 'a request takes a second person' using errcode = 'insufficient_privilege';
    end if;
    if new.decision = 'approved' and new.kind = 'tenant-recovery'
       and new.effective_at < new.decided_at + interval '48 hours' then
      raise exception 'a recovery takes 48 hours' using errcode = 'insufficient_privilege';
    end if;
  elsif old.decision = 'approved' and old.done_at is null and new.decision = 'withdrawn' then
    null;
  elsif old.decision = 'approved' and new.decision = 'approved' and old.done_at is null
        and new.done_at is not null and now() >= old.effective_at
        and (new.decided_by, new.decided_at, new.effective_at)
            is not distinct from (old.decided_by, old.decided_at, old.effective_at) then
    null;
  else
    raise exception 'a request is decided once, and done once'
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

alter table approval enable row level security;
create policy own_tenant on approval using (tenant_id = current_tenant())
  with check (tenant_id = current_tenant());

-- Whether somebody else has approved exactly this, and it may be done now.
create function is_approved(asked uuid, of_kind text, of_subject text) returns boolean
  language sql stable security definer set search_path = sallyport
  return exists (select from approval a where a.id = asked and a.kind = of_kind
                   and a.subject = of_subject and a.decision = 'approved'
                   and a.effective_at <= now());

-- What waits for the vendor's staff, over all tenants: names of things only.
create function approvals_for_staff(of_kind text)
  returns table (id uuid, tenant_id uuid, tenant_name text)
  language sql stable security definer set search_path = sallyport
begin atomic
  select a.id, a.tenant_id, t.name from approval a join tenant t on t.id = a.tenant_id
   where a.kind = of_kind and a.done_at is null
     and (a.decision is null and a.expires_at > now() or a.decision = 'approved')
   order by a.requested_at limit 100;
end;

----------------------------------------------------------------- manifests and rewraps go by them

alter table key_manifest add column approval_id uuid references approval;
insert into approval (id, tenant_id, kind, subject, requested_by, requested_at, expires_at,
                      decision, decided_by, decided_at, effective_at, done_at)
  select gen_random_uuid(), '5a11f0a7-0000-4000-8000-000000000001', 'manifest', m.version::text,
         m.proposed_by, m.proposed_at, m.proposed_at + interval '7 days',
         case when m.published_at is not null then 'approved' end, m.approved_by, m.published_at,
         m.published_at, m.published_at
    from key_manifest m where m.proposed_by is not null;
drop trigger manifest_follows on key_manifest;
update key_manifest m set approval_id = a.id from approval a
 where a.kind = 'manifest' and a.subject = m.version::text;
alter table key_manifest drop column proposed_by;
alter table key_manifest drop column approved_by;

create or replace function manifest_follows() returns trigger language plpgsql as $$
declare
  newest integer := (select max(m.version) from key_manifest m where m.published_at is not null);
begin
  if new.version <= coalesce(newest, 0) then
    raise exception 'manifest % was published already', newest using errcode = 'check_violation';
  end if;
  if tg_op = 'INSERT' then
    -- A site's first one came with its nodes: the root's signatures vouch for it.
    if (new.published_at is not null) <> (new.approval_id is null)
       or (new.published_at is not null and newest is not null) then
      raise exception 'a manifest is proposed first' using errcode = 'check_violation';
    end if;
  elsif old.published_at is not null
     or (new.version, new.document, new.approval_id, new.proposed_at)
        is distinct from (old.version, old.document, old.approval_id, old.proposed_at)
     or new.published_at is null
     or not is_approved(new.approval_id, 'manifest', new.version::text) then
    raise exception 'a manifest never changes, and takes two people'
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger manifest_follows
  before insert or update on key_manifest for each row execute function manifest_follows();

alter table rewrap_run add column approval_id uuid references approval;
insert into approval (id, tenant_id, kind, subject, requested_by, requested_at, expires_at,
                      decision, decided_by, decided_at, effective_at, done_at)
  select gen_random_uuid(), '5a11f0a7-0000-4000-8000-000000000001', 'rewrap', r.id::text,
         r.ordered_by, r.ordered_at, r.ordered_at + interval '7 days',
         case when r.approved_by is not null then 'approved'
              when r.state = 'cancelled' then 'withdrawn' end,
         r.approved_by,
         case when r.approved_by is not null or r.state = 'cancelled'
              then coalesce(r.started_at, r.ended_at, r.ordered_at) end,
         case when r.approved_by is not null then coalesce(r.started_at, r.ordered_at) end,
         case when r.approved_by is not null then coalesce(r.started_at, r.ordered_at) end
    from rewrap_run r;
update rewrap_run r set approval_id = a.id from approval a
 where a.kind = 'rewrap' and a.subject = r.id::text;
alter table rewrap_run alter column approval_id set not null;
alter table rewrap_run drop column ordered_by;
alter table rewrap_run drop column approved_by;

create function rewrap_takes_two() returns trigger language plpgsql as $$
begin
  if new.approval_id <> old.approval_id
     or (new.state in ('running', 'paused', 'ended') and old.state = 'ordered'
         and not is_approved(new.approval_id, 'rewrap', new.id::text)) then
    raise exception 'a rewrap takes two people' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger rewrap_takes_two
  before update on rewrap_run for each row execute function rewrap_takes_two();

-- From here on: what was decided before is in already.
create trigger approval_is_decided_once
  before insert or update on approval for each row execute function approval_is_decided_once();

--------------------------------------------------------------------------------------- recoveries

-- Somebody who lost every passkey makes a new one and reads a code out to those who vouch for them.
-- Whose it is, is said by them, and only then is there anything to sign in with.
create table recovery (
  code_hash     bytea primary key check (octet_length(code_hash) = 32),
  credential_id bytea not null unique check (octet_length(credential_id) between 16 and 1023),
  attested_data bytea not null,
  sign_count    bigint not null check (sign_count between 0 and 4294967295),
  created_at    timestamptz not null default now(),
  expires_at    timestamptz not null,
  -- Set once, by those who vouch.
  tenant_id     uuid,
  person_id     uuid,
  approval_id   uuid references approval,
  used_at       timestamptz,
  check ((tenant_id is null) = (person_id is null)),
  foreign key (tenant_id, person_id) references person (tenant_id, id)
);

create function recovery_is_used_once() returns trigger language plpgsql as $$
begin
  if old.used_at is not null
     or (new.code_hash, new.credential_id, new.attested_data, new.sign_count, new.created_at)
        is distinct from
        (old.code_hash, old.credential_id, old.attested_data, old.sign_count, old.created_at)
     or (old.person_id is not null and new.person_id is distinct from old.person_id)
     or (old.approval_id is not null and new.approval_id is distinct from old.approval_id)
     or (new.used_at is not null and new.approval_id is not null
         and not is_approved(new.approval_id, 'tenant-recovery', new.person_id::text)) then
    raise exception 'a recovery is for one person, once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger recovery_is_used_once
  before update on recovery for each row execute function recovery_is_used_once();

-- Before anybody vouched it is nobody's; then it is their tenant's alone.
alter table recovery enable row level security;
create policy own_tenant on recovery
  using (tenant_id is null or tenant_id = current_tenant())
  with check (tenant_id is null or tenant_id = current_tenant());

-- Finishing starts with a code and no tenant: this answers with the tenant, and nothing else.
create function tenant_of_recovery(hash bytea) returns uuid
  language sql stable security definer set search_path = sallyport
  return (select r.tenant_id from recovery r
           where r.code_hash = hash and r.approval_id is not null and r.used_at is null);

-- Names of whom support may ask to be recovered.
create function administrators_of(tenant uuid) returns table (id uuid, display_name text)
  language sql stable security definer set search_path = sallyport
begin atomic
  select p.id, p.display_name from person p
   where p.tenant_id = tenant and p.removed_at is null and p.roles @> array['tenant-admin']
   order by p.display_name limit 100;
end;

-------------------------------------------------------------------------------- the staff console

-- Companies by name; facts, no content.
create function tenants_after(after text, most integer)
  returns table (id uuid, name text, created_at timestamptz, people bigint, connections bigint,
                 unsound bigint)
  language sql stable security definer set search_path = sallyport
begin atomic
  select t.id, t.name, t.created_at,
         (select count(*) from person p where p.tenant_id = t.id and p.removed_at is null),
         (select count(*) from connection c where c.tenant_id = t.id),
         (select count(*) from connection c where c.tenant_id = t.id
           and c.state in ('UNSAFE', 'BROKEN'))
    from tenant t
   where t.id <> '5a11f0a7-0000-4000-8000-000000000001' and t.closed_at is null
     and (lower(t.name), t.id::text) > (lower(split_part(after, '|', 1)), split_part(after, '|', 2))
   order by lower(t.name), t.id::text limit most;
end;

-- How large a sealed record is, as far as its padding tells: nothing of what is in it.
create function sealed_size(connection uuid, of_version integer) returns bigint
  language sql stable security definer set search_path = sallyport
  return (select octet_length(e.payload) from sealed_envelope e
           where e.connection_id = connection and e.version = of_version
             and e.tenant_id = current_tenant());

-- Each node says that it is there.
create table node_status (
  name         text primary key check (char_length(name) between 1 and 100),
  kind         text not null check (kind in ('web', 'decrypt')),
  release      text not null,
  java         text not null,
  started_at   timestamptz not null,
  seen_at      timestamptz not null,
  -- JSON: [{"what", "subject", "expires"}]
  certificates text not null
);

-------------------------------------------------------------------------------------------- grants

revoke all on all functions in schema sallyport from public;
grant execute on function is_approved(uuid, text, text) to sallyport_web, sallyport_decrypt;
grant execute on function approvals_for_staff(text) to sallyport_web;
grant execute on function tenant_of_recovery(bytea) to sallyport_web;
grant execute on function administrators_of(uuid) to sallyport_web;
grant execute on function tenants_after(text, integer) to sallyport_web;
grant execute on function sealed_size(uuid, integer) to sallyport_web;

grant select, insert (id, tenant_id, kind, subject, requested_by, expires_at) on approval
  to sallyport_web;
grant update (decision, decided_by, decided_at, effective_at, done_at) on approval to sallyport_web;
grant insert (version, document, approval_id, published_at) on key_manifest to sallyport_web;
grant insert (id, from_kid, mode, per_second, approval_id) on rewrap_run to sallyport_web;
grant select on recovery to sallyport_web;
grant insert (code_hash, credential_id, attested_data, sign_count, expires_at) on recovery
  to sallyport_web;
grant update (tenant_id, person_id, approval_id, used_at, expires_at) on recovery to sallyport_web;
grant select, insert, update on node_status to sallyport_web, sallyport_decrypt;
