package io.sallyport.web.request;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.RequestId;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.AllowedOperation;
import io.sallyport.contract.request.AllowedService;
import io.sallyport.contract.request.AllowedService.Protocol;
import io.sallyport.contract.request.AnswerHead;
import io.sallyport.contract.request.Capability;
import io.sallyport.contract.request.PageToken;
import io.sallyport.contract.request.Reason;
import io.sallyport.contract.request.ServiceAnswer;
import io.sallyport.contract.request.ServiceRequest;
import io.sallyport.contract.request.SignedRequest;
import io.sallyport.tenancy.client.ToolCallers;
import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.tenancy.limit.Lanes;
import io.sallyport.tenancy.limit.Limit;
import io.sallyport.tenancy.limit.Limits;
import io.sallyport.tenancy.limit.RateLimited;
import io.sallyport.web.node.DecryptNodes;
import io.sallyport.web.node.Relayed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;

/** Has requests forwarded by a decrypt node, through the actor's own connections only. */
@ApplicationScoped
public class Requests {
  /** How many {@link #pages} there are at most. */
  public static final int MOST_PAGES = 1_000;

  private final AllowList allowList = AllowList.ofThisRelease();

  @Inject private Connections connections;
  @Inject private DecryptNodes nodes;
  @Inject private Limits limits;
  @Inject private Lanes lanes;
  @Inject private ToolCallers callers;

  /**
   * What is asked of AWS.
   *
   * @param region a region's code
   * @param parameters by AWS's API names; null for none
   * @param dryRun only whether AWS would do it
   * @param maxAge how many seconds old an answer to the same question may be; 0 for AWS's own
   * @param idempotencyKey names what is wanted, however often it is asked; null for what only reads
   * @param reason why, as {@link Reason#read} has it
   */
  public record Question(
      String service,
      String operation,
      String region,
      Map<String, Object> parameters,
      boolean dryRun,
      int maxAge,
      UUID idempotencyKey,
      String reason) {
    /** One that only reads, asked by a page of ours. */
    public static Question reading(
        String service, String operation, String region, Map<String, Object> parameters) {
      return reading(service, operation, region, parameters, 0);
    }

    /** The same; an answer so many seconds old will do. */
    public static Question reading(
        String service,
        String operation,
        String region,
        Map<String, Object> parameters,
        int maxAge) {
      return new Question(service, operation, region, parameters, false, maxAge, null, null);
    }

    private Question with(Map<String, Object> others) {
      return new Question(
          service, operation, region, others, dryRun, maxAge, idempotencyKey, reason);
    }
  }

  /** The connections of the actor's company that can be used for that operation now. */
  public List<Connection> connectionsFor(Actor actor, String service, String operation) {
    AllowedOperation allowed = allowList.find(service, operation);
    return connections.usable(
        actor,
        allowed.capabilities().isEmpty()
            ? EnumSet.allOf(Capability.class)
            : allowed.capabilities());
  }

  /** Whether it was made for anything that changes something. */
  public boolean mayChange(Connection connection) {
    return allowList.operations(connection.capabilities()).stream()
        .anyMatch(operation -> operation.write().isPresent());
  }

  /** What the connections can be asked for here: what is answered with a document, at once. */
  public List<AllowedOperation> operations(Connection connection) {
    return allowList.operations(connection.capabilities()).stream()
        .filter(operation -> !operation.streams() && !operation.isWait())
        .toList();
  }

  /** The REST protocol of the service whose requests are signed for that name, if it speaks one. */
  public Optional<Protocol> rest(String signedFor) {
    return allowList.findSignedFor(signedFor).flatMap(AllowedService::rest);
  }

  /** Whether it is something to wait for. */
  boolean isWait(Question question) {
    return allowList.find(question.service(), question.operation()).isWait();
  }

  /** Whether it changes something in the account, if it is done. */
  public boolean isWrite(Question question) {
    return !question.dryRun() && allowList.isWrite(question.service(), question.operation());
  }

  /**
   * Forwards.
   *
   * @throws io.sallyport.contract.error.ProblemException {@code SP-CONNECTION-UNKNOWN}, or what the
   *     decrypt node says
   */
  public ServiceAnswer forward(Actor actor, ConnectionId connection, Question question) {
    count(actor, connection);
    ServiceRequest request =
        new ServiceRequest(
            RequestId.random().value(),
            actor,
            connection.value(),
            question.service(),
            question.operation(),
            question.region(),
            question.parameters(),
            question.dryRun(),
            question.maxAge(),
            question.idempotencyKey(),
            question.reason());
    return lanes.within(actor.tenantId(), connection, () -> named(request));
  }

  /** The connection first: what it is refused, its company does not pay for. */
  private void count(Actor actor, ConnectionId connection) {
    limits.count(Limit.CONNECTION_REQUESTS, actor.tenant() + "/" + connection);
    limits.count(Limit.REQUESTS, actor.tenant().toString());
  }

  /** Whatever is wrong with it, its name comes with that: the trail has it, too. */
  private ServiceAnswer named(ServiceRequest request) {
    try {
      return nodes.forward(request);
    } catch (RateLimited e) {
      throw e;
    } catch (ProblemException e) {
      throw new ProblemException(e.problem().during(request.requestId().toString()), e);
    }
  }

  /**
   * Makes sure that whoever asks for longer than a moment is still somebody who may ask.
   *
   * @throws io.sallyport.contract.error.ProblemException {@code SP-FORBIDDEN}
   */
  public void requireStanding(Actor actor) {
    if (callers.standing(actor).isEmpty()) {
      throw new ProblemException(ErrorCode.FORBIDDEN);
    }
  }

  /** Takes AWS's answer to a tool's request. */
  @FunctionalInterface
  public interface Sink {
    /** Takes it, as it arrives. */
    void take(AnswerHead head, InputStream body) throws IOException;
  }

  /**
   * Hands a tool's request on to AWS. Its place among the requests of its connection and company is
   * free again when the answer has come; reading it, which takes as long as the tool likes, has
   * places of its own. Through a company's own node it is free when it has been read: until then it
   * takes a connection to the node.
   *
   * @throws io.sallyport.contract.error.ProblemException as {@link #forward}
   */
  public void relay(Actor actor, ConnectionId connection, SignedRequest request, Sink sink) {
    count(actor, connection);
    TenantId tenant = actor.tenantId();
    lanes.reading(
        tenant,
        () ->
            lanes.within(
                tenant,
                connection,
                leave -> {
                  try (Relayed answer = nodes.relay(request)) {
                    if (!answer.throughNode()) {
                      leave.run();
                    }
                    sink.take(answer.head(), answer.body());
                    return answer.head();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
  }

  /**
   * Forwards for one page after another, each a request of its own, as it is asked for; at most
   * 1,000.
   *
   * @throws io.sallyport.contract.error.ProblemException at once for what is not allowed, and, like
   *     {@link #forward}, by the iterator
   */
  public Iterator<ServiceAnswer> pages(Actor actor, ConnectionId connection, Question question) {
    Optional<PageToken> token =
        allowList.find(question.service(), question.operation()).pageToken();
    Map<String, Object> asked =
        new HashMap<>(question.parameters() == null ? Map.of() : question.parameters());
    return new Iterator<>() {
      private int pages;
      private boolean more = true;

      @Override
      public boolean hasNext() {
        return more && pages < MOST_PAGES;
      }

      @Override
      public ServiceAnswer next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        ServiceAnswer page = forward(actor, connection, question.with(asked));
        pages++;
        Optional<String> next = token.map(each -> AwsJson.text(page.result(), each.member()));
        more = next.filter(text -> !text.isEmpty()).isPresent();
        if (more) {
          asked.put(token.get().parameter(), next.get());
        }
        return page;
      }
    };
  }
}
