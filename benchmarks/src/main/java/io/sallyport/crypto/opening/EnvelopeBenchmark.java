package io.sallyport.crypto.opening;

import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.vault.AccountInformation;
import io.sallyport.contract.vault.KeyManifests.Published;
import io.sallyport.contract.vault.SealedRecord;
import io.sallyport.crypto.fixture.Browser;
import io.sallyport.crypto.fixture.FipsModule;
import io.sallyport.crypto.fixture.OpenPgpKey;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.keys.SigningKey;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.opening.OpeningKeys.Purpose;
import io.sallyport.crypto.sealing.Sealer;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Security;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Sealing as a web node does it and opening as a decrypt node does it, without network, database
 * and audit trail, beside the one RSA operation that bounds an opening.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EnvelopeBenchmark {
  /** JCA name. */
  @Param({"BCFIPS", "SunJCE", JcaProvider.CORRETTO})
  public String provider;

  /** Padded plaintext, bytes. */
  @Param({"1024", "65536"})
  public int length;

  private Sealer sealer;
  private Opener opener;
  private OuterLayer outerLayer;
  private OpeningKeys keys;
  private SealingContext context;
  private String jwe;
  private String kid;
  private SealedRecord record;
  private JcaProvider named;
  private PrivateKey rsa;
  private byte[] encrypted;

  /** A site with keys of its own at that provider. */
  @Setup
  public void aSite() throws Exception {
    if ("BCFIPS".equals(provider) && Security.getProvider(provider) == null) {
      FipsModule.usual();
    }
    named = new JcaProvider(Optional.of(provider));
    Site site = new Site();
    context = Browser.newContext();
    kid = Site.kid(site.recipient);
    jwe = Browser.seal(site.recipient, context, length);
    Manifest manifest = site.manifest();
    Published published = new Published(manifest.version(), site.signed(manifest).toJson());
    CurrentManifest current =
        new CurrentManifest(site.root, () -> Optional.of(published), Clock.systemUTC());
    sealer = new Sealer(current, new SigningKey(site.ingest), named);
    SealedEnvelope sealed = sealer.seal(jwe, context, kid);
    record = new SealedRecord(context, sealed.payload(), sealed.ingestSignature());
    keys = new OpeningKeys(site.ring(named.privateKeys()), manifest, Purpose.REQUEST);
    opener = new Opener(named);
    outerLayer = new OuterLayer(named);
    KeyFactory factory = KeyFactory.getInstance("RSA", named.privateKeys().rsaKeys().orElseThrow());
    rsa =
        factory.generatePrivate(
            new PKCS8EncodedKeySpec(OpenPgpKey.ENCRYPTION.getPrivate().getEncoded()));
    PublicKey recipient =
        KeyFactory.getInstance("RSA")
            .generatePublic(new X509EncodedKeySpec(OpenPgpKey.ENCRYPTION.getPublic().getEncoded()));
    Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding", "SunJCE");
    cipher.init(Cipher.ENCRYPT_MODE, recipient);
    encrypted = cipher.doFinal(new byte[35]);
  }

  /** The limit: RSA-3072 decryption of a session key, and nothing else. */
  @Benchmark
  public byte[] rawPrivateOperation() throws Exception {
    Cipher cipher =
        Cipher.getInstance("RSA/ECB/PKCS1Padding", named.privateKeys().rsa().orElseThrow());
    cipher.init(Cipher.DECRYPT_MODE, rsa);
    return cipher.doFinal(encrypted);
  }

  /** The OpenPGP layer alone, which is what the peers open. */
  @Benchmark
  public byte[] openOuterLayer() throws OpeningFailure {
    return outerLayer.open(record.payload(), keys);
  }

  /** All gates: ES384 signature, OpenPGP, ECDH on P-384, JWE, form. */
  @Benchmark
  public AccountInformation open() throws OpeningFailure {
    return opener.open(record, keys);
  }

  /** Checking the browser's envelope, OpenPGP around it, ES384 signature. */
  @Benchmark
  public SealedEnvelope seal() {
    return sealer.seal(jwe, context, kid);
  }
}
