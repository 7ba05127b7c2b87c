-- Two administrators who close an account must not both come out of one hand; what was approved does
-- not stay so for ever; codes that nobody vouched for are forgotten. Runs as sallyport_owner. Older
-- releases go on working with it: closing by two who are new takes its delay.

------------------------------------------------------------------- since when somebody is their own

-- Since when nobody else could have arranged that this person is an administrator: since they were
-- made one, or since somebody vouched that a passkey is theirs. Only triggers write it.
alter table person add column admin_since timestamptz;
update person set admin_since = created_at
 where roles @> array['tenant-admin'] and removed_at is null;

create function administrator_since() returns trigger language plpgsql as $$
begin
  if not new.roles @> array['tenant-admin'] or new.removed_at is not null then
    new.admin_since := null;
  elsif tg_op = 'INSERT' or not old.roles @> array['tenant-admin'] then
    new.admin_since := now();
  end if;
  return new;
end
$$;

create trigger administrator_since
  before insert or update on person for each row execute function administrator_since();

create function recovered_starts_anew() returns trigger
  language plpgsql security definer set search_path = sallyport as $$
begin
  update person p set admin_since = now() where p.id = new.person_id and p.admin_since is not null;
  return new;
end
$$;

create trigger recovered_starts_anew
  after update of used_at on recovery for each row
  when (new.used_at is not null) execute function recovered_starts_anew();

---------------------------------------------------------------------------------------- approvals

create or replace function approval_is_decided_once() returns trigger language plpgsql as $$
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
    if new.decision = 'approved' and new.decided_by is null and new.kind <> 'tenant-deletion' then
      raise exception 'a request takes a second person' using errcode = 'insufficient_privilege';
    end if;
    -- Two of whom one may have made the other are one person with time.
    if new.decision = 'approved' and new.kind = 'tenant-deletion'
       and new.effective_at < new.decided_at + interval '7 days'
       and (select count(*) from person p
             where p.id in (new.requested_by, new.decided_by) and p.tenant_id = new.tenant_id
               and p.admin_since <= now() - interval '7 days') < 2 then
      raise exception 'closing takes two people of a week''s standing, or seven days'
        using errcode = 'insufficient_privilege';
    end if;
    if new.decision = 'approved' and new.kind = 'tenant-recovery'
       and new.effective_at < new.decided_at + interval '48 hours' then
      raise exception 'a recovery takes 48 hours' using errcode = 'insufficient_privilege';
    end if;
  elsif old.decision = 'approved' and old.done_at is null and new.decision = 'withdrawn' then
    null;
  elsif old.decision = 'approved' and new.decision = 'approved' and old.done_at is null
        and new.done_at is not null and now() >= old.effective_at
        and now() < old.effective_at + interval '30 days'
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

-- Whether somebody else has approved exactly this, and it may be done now: once, in the transaction
-- that says so, within thirty days.
create or replace function is_approved(asked uuid, of_kind text, of_subject text) returns boolean
  language sql stable security definer set search_path = sallyport
  return exists (select from approval a where a.id = asked and a.kind = of_kind
                   and a.subject = of_subject and a.decision = 'approved'
                   and a.effective_at <= now() and a.effective_at > now() - interval '30 days'
                   and (a.done_at is null or a.done_at = now()));

create or replace function approvals_for_staff(of_kind text)
  returns table (id uuid, tenant_id uuid, tenant_name text)
  language sql stable security definer set search_path = sallyport
begin atomic
  select a.id, a.tenant_id, t.name from approval a join tenant t on t.id = a.tenant_id
   where a.kind = of_kind and a.done_at is null
     and (a.decision is null and a.expires_at > now()
          or a.decision = 'approved' and a.effective_at > now() - interval '30 days')
   order by a.requested_at limit 100;
end;

---------------------------------------------------------------------------------- the staff console

-- A page at a time, whatever is asked for.
create or replace function tenants_after(after text, most integer)
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
   order by lower(t.name), t.id::text limit least(most, 50);
end;

----------------------------------------------------------------------------------------- recoveries

-- Codes that nobody vouched for in their hour; the passkeys that came with them are nobody's.
create function forget_recoveries() returns bigint
  language sql security definer set search_path = sallyport
begin atomic
  with gone as (
    delete from recovery r where r.person_id is null and r.expires_at < now() - interval '1 day'
    returning 1)
  select count(*) from gone;
end;

revoke all on all functions in schema sallyport from public;
grant execute on function forget_recoveries() to sallyport_web;
