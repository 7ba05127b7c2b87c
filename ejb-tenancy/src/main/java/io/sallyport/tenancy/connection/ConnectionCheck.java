package io.sallyport.tenancy.connection;

import io.sallyport.contract.connection.Check;
import io.sallyport.contract.connection.CheckOutcome;
import io.sallyport.contract.connection.CheckResult;
import io.sallyport.contract.error.AwsError;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** How one check of a connection's test ended. */
@Entity
@Table(name = "connection_check")
public class ConnectionCheck {
  private static final int MAX_TEXT = 1000;

  @Id private UUID id;

  @Column(name = "tenant_id")
  private UUID tenantId;

  @Column(name = "connection_id")
  private UUID connectionId;

  private int version;
  private short position;

  @Enumerated(EnumType.STRING)
  @Column(name = "check_name")
  private Check check;

  private String subject;

  @Enumerated(EnumType.STRING)
  private CheckOutcome outcome;

  @Column(name = "aws_code")
  private String awsCode;

  @Column(name = "aws_message")
  private String awsMessage;

  @Column(name = "aws_request")
  private String awsRequest;

  @Column(name = "aws_status")
  private Integer awsStatus;

  private Instant at;

  protected ConnectionCheck() {}

  ConnectionCheck(
      UUID tenantId, UUID connectionId, int version, int position, CheckResult result, Instant at) {
    id = UUID.randomUUID();
    this.tenantId = tenantId;
    this.connectionId = connectionId;
    this.version = version;
    this.position = (short) position;
    check = result.check();
    subject = result.subject();
    outcome = result.outcome();
    if (result.aws() != null) {
      awsCode = cut(result.aws().code());
      awsMessage = cut(result.aws().message());
      awsRequest = cut(result.aws().requestId());
      awsStatus = result.aws().status();
    }
    this.at = at;
  }

  private static String cut(String text) {
    return text == null || text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }

  public Instant at() {
    return at;
  }

  /** The result as it was reported. */
  public CheckResult result() {
    AwsError aws =
        awsCode == null
            ? null
            : new AwsError(awsCode, awsMessage, awsRequest, awsStatus, /* retryable= */ null);
    return new CheckResult(check, subject, outcome, aws);
  }
}
