-- A scope for what changes something in an account. Runs as sallyport_owner. Older releases go on
-- working with it.

alter table api_client drop constraint api_client_scopes_check;
alter table api_client add constraint api_client_scopes_check check (
  cardinality(scopes) >= 1 and scopes <@ array[
    'connections:read', 'connections:test', 'requests:send', 'requests:write', 'activity:read']);

-- Role sessions are compared with the customer's own trail.
create index audit_entered on audit_event (tenant_id, sequence desc)
  where action = 'role.assume' and phase = 'OUTCOME';
