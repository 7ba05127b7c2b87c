package io.sallyport.tenancy.client;

import io.sallyport.contract.identity.Actor;
import io.sallyport.tenancy.company.Person;
import io.sallyport.tenancy.company.Role;
import io.sallyport.tenancy.scope.TenantBound;
import io.sallyport.tenancy.signin.SignIn;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Who may still ask: in a session of an AWS tool that they got a while ago, or for longer than a
 * moment.
 */
@Stateless
@TenantBound
@PermitAll
public class ToolCallers {
  private static final Set<Role> ASKING = Set.of(Role.ADMIN, Role.USER);

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  /**
   * In which role somebody may ask now.
   *
   * @param actor a person or a program
   * @return empty for whoever was removed, or may only look
   */
  public Optional<Role> standing(Actor actor) {
    Person person = entities.find(Person.class, actor.person());
    Stream<Role> roles =
        person == null
            ? program(actor)
            : person.removedAt() == null ? person.roles().stream() : Stream.empty();
    return roles.filter(ASKING::contains).findFirst();
  }

  /**
   * The same in a session of an AWS tool, which ends with what it was got by: a sign-in that was
   * ended (by whoever signed out, by a recovery, by the company's provider) and a key that was
   * taken away have no more of them.
   *
   * @param proof a person's sign-in, or a program's key ID
   */
  public Optional<Role> standing(Actor actor, String proof) {
    return standing(actor).filter(role -> isGood(actor, proof));
  }

  /**
   * Uses up a code for a session, and forgets those of the company that are past their age.
   *
   * @param until when it will be refused for its age
   * @return whether it had not been used before: of any number of uses at the same moment, one
   */
  public boolean use(Actor actor, UUID code, Instant until) {
    entities
        .createNativeQuery("delete from tool_grant_used where expires_at < :now")
        .setParameter("now", Instant.now())
        .executeUpdate();
    // The primary key decides.
    return entities
            .createNativeQuery(
                "insert into tool_grant_used (id, tenant_id, expires_at)"
                    + " values (:id, :tenant, :until) on conflict do nothing")
            .setParameter("id", code)
            .setParameter("tenant", actor.tenant())
            .setParameter("until", until)
            .executeUpdate()
        == 1;
  }

  private boolean isGood(Actor actor, String proof) {
    ApiClient program = entities.find(ApiClient.class, actor.person());
    if (program == null) {
      SignIn signIn = entities.find(SignIn.class, UUID.fromString(proof));
      return signIn != null && signIn.personId().equals(actor.person()) && !signIn.isEnded();
    }
    // Keys that a program publishes itself are not ours to take away: the program is removed then.
    ApiKey key = entities.find(ApiKey.class, new ApiKey.Identity(actor.person(), proof));
    return program.jwksUrl().isPresent() || (key != null && !key.isRemoved());
  }

  private Stream<Role> program(Actor actor) {
    ApiClient client = entities.find(ApiClient.class, actor.person());
    return client != null && !client.isRemoved() && client.scopes().contains(ApiScope.REQUESTS_SEND)
        ? Stream.of(Role.USER)
        : Stream.empty();
  }
}
