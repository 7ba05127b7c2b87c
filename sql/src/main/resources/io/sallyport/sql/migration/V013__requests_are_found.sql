-- What was asked of AWS is listed by itself, by connection too. Runs as sallyport_owner. Older releases
-- go on working with it.

create index audit_requests on audit_event (tenant_id, sequence desc)
  where action = 'request.forward' and phase = 'OUTCOME';
