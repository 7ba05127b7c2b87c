/** The words of the audit trail: an intent before each act, an outcome after it. */
package io.sallyport.contract.audit;
