-- A person's helper gets a session for AWS tools by a code that its browser brings: good once.
-- Older releases go on working with it.

-- Of any number of uses of a code at the same moment one inserts its row.
create table tool_grant_used (
  id         uuid primary key,
  tenant_id  uuid not null references tenant,
  -- After which the code is refused for its age, so that the row is not needed any more.
  expires_at timestamptz not null
);

create index tool_grant_expired on tool_grant_used (tenant_id, expires_at);

alter table tool_grant_used enable row level security;
create policy own_tenant on tool_grant_used using (tenant_id = current_tenant())
  with check (tenant_id = current_tenant());
grant select, insert, delete on tool_grant_used to sallyport_web;

create function used_codes_go_with_their_company() returns trigger language plpgsql
  security definer set search_path = sallyport as $$
begin
  delete from tool_grant_used where tenant_id = new.tenant_id;
  return new;
end
$$;

create trigger used_codes_go_with_their_company
  after insert on closure for each row execute function used_codes_go_with_their_company();
revoke all on function used_codes_go_with_their_company() from public;
