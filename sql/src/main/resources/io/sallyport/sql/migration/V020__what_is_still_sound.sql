-- Of the connections that a decrypt node holds sessions in, those that may still be entered, and by which
-- version: what it holds of the others it forgets. Over all tenants, as it holds them; it names the
-- connections itself.

create function sound_connections(held uuid[]) returns table (connection_id uuid, version integer)
  language sql stable security definer set search_path = sallyport
begin atomic
  select c.id, c.version from connection c
   where c.id = any (held) and c.state in ('VERIFIED', 'DEGRADED');
end;

revoke all on function sound_connections(uuid[]) from public;
grant execute on function sound_connections(uuid[]) to sallyport_decrypt;
