-- A node's certificate from before a renewal is good for two days more, and not until it ends by
-- itself: whoever copied an old key would renew with it, and put the node out of its own place. Runs
-- as sallyport_owner. Older releases go on working with it: the end is set here, whoever renews.

alter table on_premise_node add column before_until timestamptz;

create function before_ends() returns trigger language plpgsql as $$
begin
  if new.before is distinct from old.before then
    new.before_until := case when new.before is null then null else now() + interval '2 days' end;
  end if;
  return new;
end
$$;

revoke all on function before_ends() from public;

create trigger before_ends
  before update of before on on_premise_node for each row execute function before_ends();

update on_premise_node set before_until = now() + interval '2 days' where before is not null;

grant update (before_until) on on_premise_node to sallyport_decrypt;
