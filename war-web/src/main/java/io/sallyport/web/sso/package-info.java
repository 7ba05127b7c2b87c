/**
 * Sign-in with a company's own identity provider, by OpenID Connect. {@link
 * io.sallyport.web.sso.CompanySignIn} is where it begins and ends; {@link
 * io.sallyport.web.sso.ProviderClient} speaks the protocol, through the Nimbus SDK.
 */
package io.sallyport.web.sso;
