-- Companies' own nodes, and connections that go through one. Runs as sallyport_owner. Older releases
-- go on working with it: what they add is a connection through a role.

create table on_premise_node (
  id              uuid primary key,
  tenant_id       uuid not null references tenant,
  name            text not null check (char_length(name) between 1 and 64),
  created_by      uuid not null,
  created_at      timestamptz not null default now(),
  -- The hash of the code that enrols it, once, until then; who asked for it.
  code_hash       bytea unique check (octet_length(code_hash) = 32),
  code_expires_at timestamptz,
  code_by         uuid,
  enrolled_at     timestamptz,
  -- Public: what it shows and signs with. The one before stays good until it ends by itself.
  certificate     bytea check (octet_length(certificate) <= 4096),
  before          bytea check (octet_length(before) <= 4096),
  not_after       timestamptz,
  release         text check (char_length(release) <= 64),
  -- Of its own trail, by its newest receipt.
  trail_sequence  bigint not null default 0 check (trail_sequence >= 0),
  trail_head      text check (char_length(trail_head) <= 64),
  seen_at         timestamptz,
  revoked_at      timestamptz,
  revoked_by      uuid,
  unique (tenant_id, id)
);

create unique index on_premise_node_name on on_premise_node (tenant_id, lower(name))
  where revoked_at is null;

create function revocation_stays() returns trigger language plpgsql as $$
begin
  if old.revoked_at is not null then
    raise exception 'a node that was revoked stays revoked' using errcode = 'insufficient_privilege';
  end if;
  if new.trail_sequence < old.trail_sequence and new.certificate is not distinct from old.certificate
  then
    raise exception 'a trail only grows' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create trigger revocation_stays
  before update on on_premise_node for each row execute function revocation_stays();

alter table on_premise_node enable row level security;
create policy own_tenant on on_premise_node using (tenant_id = current_tenant())
  with check (tenant_id = current_tenant());

-- A node that enrols shows a code and names no tenant, one that renews names itself: these answer
-- with the tenant, and nothing else.
create function tenant_of_node_code(hash bytea) returns uuid
  language sql stable security definer set search_path = sallyport
  return (select n.tenant_id from on_premise_node n
           where n.code_hash = hash and n.code_expires_at > now() and n.revoked_at is null);

create function tenant_of_node(node uuid) returns uuid
  language sql stable security definer set search_path = sallyport
  return (select n.tenant_id from on_premise_node n
           where n.id = node and n.certificate is not null and n.revoked_at is null);

revoke all on function tenant_of_node_code(bytea) from public;
revoke all on function tenant_of_node(uuid) from public;
revoke all on function revocation_stays() from public;
grant execute on function tenant_of_node_code(bytea), tenant_of_node(uuid) to sallyport_web;

grant select, insert (id, tenant_id, name, created_by) on on_premise_node to sallyport_web;
grant update (code_hash, code_expires_at, code_by, revoked_at, revoked_by) on on_premise_node
  to sallyport_web;
grant select on on_premise_node to sallyport_decrypt;
grant update (code_hash, code_expires_at, enrolled_at, certificate, before, not_after, release,
              trail_sequence, trail_head, seen_at)
  on on_premise_node to sallyport_decrypt;

-- Which form was sealed: through a role, or through a node.
alter table connection add column way text not null default 'role' check (way in ('role', 'node'));
grant insert (way), update (way) on connection to sallyport_web;

alter table sealing_ticket add column way text not null default 'role'
  check (way in ('role', 'node'));

-- With a company go its nodes: none of them is trusted any more.
create function nodes_go_with_their_company() returns trigger language plpgsql
  security definer set search_path = sallyport as $$
begin
  delete from on_premise_node n where n.tenant_id = new.tenant_id;
  return new;
end
$$;

create trigger nodes_go_with_their_company
  after insert on closure for each row execute function nodes_go_with_their_company();
revoke all on function nodes_go_with_their_company() from public;
