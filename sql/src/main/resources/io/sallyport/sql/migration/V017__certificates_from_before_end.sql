-- A node's certificate from before a renewal is good for two days more, not until it ends by itself:
-- whoever copied an old key would renew with it, and put the node out of its own place. Runs as
-- sallyport_owner. Older releases go on working with it: a column that they leave as it is.

alter table on_premise_node add column before_until timestamptz;

update on_premise_node set before_until = now() + interval '2 days' where before is not null;

grant update (before_until) on on_premise_node to sallyport_decrypt;
