package io.sallyport.sandbox;

import io.sallyport.sandbox.SandboxStartException.Cause;
import io.sallyport.sandbox.account.Account;
import io.sallyport.sandbox.account.Cloud;
import io.sallyport.sandbox.account.Sessions;
import io.sallyport.sandbox.autoscaling.AutoScalingOperations;
import io.sallyport.sandbox.aws.Authorizer;
import io.sallyport.sandbox.aws.AwsService;
import io.sallyport.sandbox.aws.Faults;
import io.sallyport.sandbox.aws.Gateway;
import io.sallyport.sandbox.aws.Regions;
import io.sallyport.sandbox.cloudtrail.CloudTrailOperations;
import io.sallyport.sandbox.cloudwatch.CloudWatchOperations;
import io.sallyport.sandbox.console.Console;
import io.sallyport.sandbox.containers.EcsOperations;
import io.sallyport.sandbox.containers.EksOperations;
import io.sallyport.sandbox.control.ControlEndpoint;
import io.sallyport.sandbox.control.MachineCredentials;
import io.sallyport.sandbox.control.SecretHash;
import io.sallyport.sandbox.ec2.Ec2Operations;
import io.sallyport.sandbox.ec2.PricingOperations;
import io.sallyport.sandbox.iam.IamOperations;
import io.sallyport.sandbox.identity.Caller;
import io.sallyport.sandbox.identity.KeySource;
import io.sallyport.sandbox.identity.SigningKey;
import io.sallyport.sandbox.kms.KmsOperations;
import io.sallyport.sandbox.s3.Buckets;
import io.sallyport.sandbox.s3.S3Operations;
import io.sallyport.sandbox.signature.SignatureVerifier;
import io.sallyport.sandbox.snapshot.BadFieldException;
import io.sallyport.sandbox.snapshot.Machine;
import io.sallyport.sandbox.snapshot.Snapshot;
import io.sallyport.sandbox.snapshot.SnapshotReader;
import io.sallyport.sandbox.snapshot.StateFile;
import io.sallyport.sandbox.sts.StsOperations;
import io.sallyport.sandbox.trail.Trail;
import io.sallyport.sandbox.wire.Listener;
import io.sallyport.sandbox.wire.TlsIdentity;
import io.sallyport.sandbox.wire.WireAnswer;
import io.sallyport.sandbox.wire.WireRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A running pretend AWS: STS, IAM, EC2 and KMS of several accounts on one port, until it is closed.
 *
 * <p>It decides as AWS does who may do what, from real signatures and real policies; what it does
 * is only remembered, never carried out.
 */
public final class AwsSandbox implements AutoCloseable {
  private static final int MOST_EVENTS = 20_000;
  private final Listener listener;
  private final boolean secure;
  private final String host;

  private AwsSandbox(Listener listener, boolean secure, String host) {
    this.listener = listener;
    this.secure = secure;
    this.host = host;
  }

  /**
   * Starts a sandbox; when this returns, it answers.
   *
   * @throws SandboxStartException if the port is taken, or the seed, state or key store is bad
   */
  public static AwsSandbox start(SandboxSettings settings) throws SandboxStartException {
    Optional<TlsIdentity> tls = openTls(settings);
    SecureRandom random = new SecureRandom();
    KeySource source = new KeySource(random);
    Regions regions = new Regions();
    Sessions sessions = new Sessions(source, settings.clock());
    Cloud cloud = new Cloud(sessions);
    SnapshotReader reader = new SnapshotReader(source, regions, settings.clock());
    List<Machine> machines = fill(cloud, reader, settings);
    Trail trail = new Trail(MOST_EVENTS);
    Faults faults = new Faults();
    Buckets buckets = new Buckets();
    Gateway gateway =
        new Gateway(
            cloud,
            new SignatureVerifier(new CloudKeys(cloud), regions::isKnown, settings.clock()),
            new Authorizer(cloud, settings.clock()),
            faults,
            trail,
            settings.clock(),
            Map.ofEntries(
                Map.entry(AwsService.STS, new StsOperations(sessions).operations()),
                Map.entry(AwsService.IAM, new IamOperations(source).operations()),
                Map.entry(AwsService.EC2, new Ec2Operations(regions, source).operations()),
                Map.entry(AwsService.KMS, new KmsOperations(source, random).operations()),
                Map.entry(AwsService.CLOUDTRAIL, new CloudTrailOperations(trail).operations()),
                Map.entry(AwsService.S3, new S3Operations(buckets).operations()),
                Map.entry(AwsService.AUTOSCALING, new AutoScalingOperations().operations()),
                Map.entry(AwsService.MONITORING, new CloudWatchOperations().operations()),
                Map.entry(AwsService.ECS, new EcsOperations().operations()),
                Map.entry(AwsService.EKS, new EksOperations().operations()),
                Map.entry(AwsService.PRICING, new PricingOperations().operations())));
    Router router =
        new Router(
            gateway,
            new ControlEndpoint(
                settings.controlToken().map(SecretHash::of),
                cloud,
                trail,
                faults,
                buckets,
                source,
                settings.clock()),
            new MachineCredentials(cloud, trail, settings.clock(), machines),
            new Console(cloud, trail, source, settings.clock()));
    try {
      Listener listener = Listener.start(settings.address(), tls, router::answer);
      return new AwsSandbox(listener, tls.isPresent(), settings.address().getHostString());
    } catch (IOException taken) {
      throw new SandboxStartException(
          Cause.PORT, "Cannot listen on " + settings.address() + ": " + taken.getMessage(), taken);
    }
  }

  public int port() {
    return listener.port();
  }

  /** The endpoint to give to SDKs and the command line. */
  public URI url() {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return URI.create((secure ? "https://" : "http://") + shown + ":" + port());
  }

  @Override
  public void close() {
    listener.close();
  }

  /** Which part of the sandbox a path belongs to. */
  private record Router(
      Gateway gateway, ControlEndpoint control, MachineCredentials machines, Console console) {
    WireAnswer answer(WireRequest request) {
      String path = request.rawPath();
      if (path.isEmpty() || path.equals("/") || Gateway.isForService(request)) {
        return gateway.answer(request);
      }
      if (path.startsWith(MachineCredentials.PATH)) {
        return machines.answer(request);
      }
      if (path.startsWith("/sandbox/")) {
        return control.answer(request);
      }
      if (path.equals("/console") || path.startsWith("/console/")) {
        return console.answer(request);
      }
      return WireAnswer.of(404, "text/plain", "There is nothing at this address.\n");
    }
  }

  /** The keys of all accounts and sessions. */
  private record CloudKeys(Cloud cloud) implements SignatureVerifier.Keys {
    @Override
    public Optional<SigningKey> find(String keyId) {
      return cloud.signingKey(keyId);
    }

    @Override
    public boolean isInForce(Caller caller) {
      return cloud.isInForce(caller);
    }

    @Override
    public boolean isOver(SigningKey.Temporary temporary) {
      return cloud.sessions().isOver(temporary);
    }
  }

  private static Optional<TlsIdentity> openTls(SandboxSettings settings)
      throws SandboxStartException {
    if (settings.tls().isEmpty()) {
      return Optional.empty();
    }
    SandboxSettings.Tls tls = settings.tls().get();
    try {
      return Optional.of(
          TlsIdentity.open(tls.keyStore(), tls.type(), tls.password().toCharArray()));
    } catch (IOException | GeneralSecurityException bad) {
      throw new SandboxStartException(
          Cause.KEY_STORE,
          "Cannot open the key store "
              + tls.keyStore()
              + " (wrong password, type or file): "
              + bad.getMessage(),
          bad);
    }
  }

  /** Takes the state first, then those accounts of the seed that it does not have. */
  private static List<Machine> fill(Cloud cloud, SnapshotReader reader, SandboxSettings settings)
      throws SandboxStartException {
    Optional<StateFile> state = settings.state().map(file -> new StateFile(file, cloud));
    try {
      if (state.isPresent()) {
        state.get().read(reader).accounts().forEach(cloud::add);
      }
      Snapshot seed =
          settings.seed().isPresent()
              ? reader.read(settings.seed().get(), "seed")
              : Snapshot.empty();
      for (Account account : seed.accounts()) {
        if (cloud.account(account.id()).isEmpty()) {
          cloud.add(account);
        }
      }
      if (state.isPresent()) {
        state.get().write();
        cloud.keptBy(state.get()::write);
      }
      return seed.machines();
    } catch (BadFieldException bad) {
      throw new SandboxStartException(Cause.FILE, bad.getMessage(), bad);
    } catch (IOException | UncheckedIOException unreadable) {
      Path seed = settings.seed().orElse(Path.of("(no seed)"));
      throw new SandboxStartException(
          Cause.FILE,
          "Cannot read the seed " + seed + " or use the state file: " + unreadable,
          unreadable);
    }
  }
}
