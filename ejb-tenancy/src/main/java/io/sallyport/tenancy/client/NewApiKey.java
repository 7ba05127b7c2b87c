package io.sallyport.tenancy.client;

/**
 * A public key that was checked but is not stored yet.
 *
 * @param kid its RFC 7638 thumbprint
 * @param jwk the JWK, without any private member
 */
public record NewApiKey(String kid, String jwk) {}
