-- Companies' own nodes that open connections to us, since nobody can open one to them. Runs as
-- sallyport_owner. Older releases go on working with it: two columns that they leave as they are.

alter table on_premise_node
  -- When it last held connections to one of our decrypt nodes.
  add column dialled_at timestamptz,
  -- Whether the newest receipt came over one of them.
  add column seen_dialled boolean;

grant update (dialled_at, seen_dialled) on on_premise_node to sallyport_decrypt;

-- A node that dials in names itself by its certificate, and no tenant.
grant execute on function tenant_of_node(uuid) to sallyport_decrypt;
