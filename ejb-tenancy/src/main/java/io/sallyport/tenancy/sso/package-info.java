/**
 * Sign-in with a company's own identity provider: its settings, and who its people are. Nothing
 * here speaks OpenID Connect.
 */
package io.sallyport.tenancy.sso;
