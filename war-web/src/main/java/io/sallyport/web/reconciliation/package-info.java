/** Our trail of who entered a customer's account, beside the account's own. */
package io.sallyport.web.reconciliation;
