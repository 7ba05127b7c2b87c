package io.sallyport.tenancy.signin;

import io.sallyport.tenancy.company.SignedIn;
import java.time.Instant;
import java.util.UUID;

/**
 * One request of somebody who is signed in.
 *
 * @param person who they are, with the roles they have now
 * @param signIn the sign-in that it belongs to
 * @param method how they signed in
 * @param freshUntil until when it need not be confirmed again
 */
public record Visit(SignedIn person, UUID signIn, SignIn.Method method, Instant freshUntil) {}
