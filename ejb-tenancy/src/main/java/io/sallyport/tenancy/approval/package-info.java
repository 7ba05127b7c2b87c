/**
 * What takes two people: one requests, another approves, and it may take effect only after a delay.
 * Services that need it use {@link io.sallyport.tenancy.approval.Approvals} inside their own
 * transaction; the database keeps its rules whatever they do.
 */
package io.sallyport.tenancy.approval;
