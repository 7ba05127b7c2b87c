-- A company's own node may have itself revoked, by its own signature, which decrypt nodes check.
-- Older releases go on working with it.

grant update (revoked_at) on on_premise_node to sallyport_decrypt;
