/**
 * Who and what is spoken of: tenants, people, connections, AWS accounts and roles, each a value
 * that cannot be wrong.
 */
package io.sallyport.contract.identity;
