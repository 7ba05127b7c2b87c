package io.sallyport.demo;

import java.util.List;
import java.util.Map;

/**
 * What runs where: {@code demo.json}.
 *
 * @param portal the portal's URL
 * @param certificateAuthority the file that a browser or client must trust
 * @param ports by listener
 * @param processes by part
 * @param sandbox where the pretend AWS is
 * @param sampleAccount an AWS account to connect
 * @param invitations links with which key custodians join; each works once
 * @param staff links with which others of the vendor's staff join; each works once
 * @param rootFingerprint what the portal's page Keys must show
 * @param keys the folder with all development keys
 * @param logs the folder with all logs
 */
public record DemoFacts(
    String portal,
    String certificateAuthority,
    Map<String, Integer> ports,
    Map<String, Long> processes,
    SandboxFacts sandbox,
    SampleAccount sampleAccount,
    List<String> invitations,
    List<String> staff,
    String rootFingerprint,
    String keys,
    String logs) {
  /**
   * The sandbox.
   *
   * @param endpoint for the AWS SDK and command line
   * @param console where a person creates the role
   * @param controlTokenFile opens its control endpoints
   * @param vendorPrincipal whom customers' roles must trust
   */
  public record SandboxFacts(
      String endpoint, String console, String controlTokenFile, String vendorPrincipal) {}

  /**
   * An account of the sandbox. Its secrets are the sandbox's, and good for nothing else.
   *
   * @param consoleCode opens its console
   * @param roleToCreate the role that the portal's template makes there
   * @param unsafeRole a role that is there already, with a mistake to try
   */
  public record SampleAccount(
      String accountId,
      String consoleCode,
      String accessKeyId,
      String secretAccessKey,
      String roleToCreate,
      String unsafeRole) {}
}
