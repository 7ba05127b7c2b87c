package io.sallyport.tenancy.team;

import io.sallyport.tenancy.company.Person;
import java.time.Instant;

/**
 * Somebody of a company.
 *
 * @param person who
 * @param passkeys how many passkeys they can sign in with
 * @param lastSeenAt when they were last seen, to half a minute; null when never
 */
public record Member(Person person, long passkeys, Instant lastSeenAt) {}
