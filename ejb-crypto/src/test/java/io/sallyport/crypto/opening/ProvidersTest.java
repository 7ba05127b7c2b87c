package io.sallyport.crypto.opening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.vault.SealedRecord;
import io.sallyport.crypto.fixture.Browser;
import io.sallyport.crypto.fixture.FipsModule;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.keys.FipsState;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.keys.KeyFileException;
import io.sallyport.crypto.keys.SelfTest;
import io.sallyport.crypto.keys.SigningKey;
import io.sallyport.crypto.opening.OpeningKeys.Purpose;
import io.sallyport.crypto.sealing.Sealer;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.Security;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same envelopes through each provider that a site can name. */
class ProvidersTest {
  private final Site site = new Site();
  private final SealingContext context = Browser.newContext();

  @ParameterizedTest
  @ValueSource(strings = {"SunJCE", JcaProvider.CORRETTO})
  void anEnvelopeIsSealedAndOpened(String name) throws Exception {
    sealAndOpen(new JcaProvider(Optional.of(name)));
  }

  @Test
  void theFipsModulePassesItsSelfTestAndSealsAndOpens() throws Exception {
    try (FipsModule installed = FipsModule.usual()) {
      JcaProvider module = new JcaProvider(Optional.of("BCFIPS"));
      assertThatCode(new SelfTest(module)::run).doesNotThrowAnyException();
      FipsState required = new FipsState(Optional.of("required"), module);
      assertThatCode(required::check).doesNotThrowAnyException();
      assertThat(required.describe()).isEqualTo("FIPS module");
      assertThatThrownBy(new FipsState(Optional.of("approved-only"), module)::check)
          .isInstanceOf(KeyFileException.class)
          .hasMessageContaining("-Dorg.bouncycastle.fips.approved_only=true");
      sealAndOpen(module);
    }
  }

  @Test
  void aProviderBeforeTheFipsModuleIsNoticed() throws Exception {
    try (FipsModule installed = FipsModule.usual()) {
      Provider module = Security.getProvider("BCFIPS");
      Security.removeProvider("BCFIPS");
      Security.addProvider(module);
      FipsState required =
          new FipsState(Optional.of("required"), new JcaProvider(Optional.of("BCFIPS")));
      assertThatThrownBy(required::check)
          .hasMessageContaining("BCFIPS must be the first security provider of the JVM");
    }
  }

  @Test
  void theInnerLayerOpensInApprovedOnlyMode() throws Exception {
    try (FipsModule installed = FipsModule.approvedOnly()) {
      JcaProvider module = new JcaProvider(Optional.of("BCFIPS"));
      FipsState demanded = new FipsState(Optional.of("approved-only"), module);
      assertThatCode(demanded::check).doesNotThrowAnyException();
      assertThat(demanded.describe()).isEqualTo("FIPS module, approved-only");
      byte[] jwe = Browser.seal(site.recipient, context).getBytes(StandardCharsets.US_ASCII);
      byte[] opened = new InnerLayer(module).open(jwe, context, keys(module));
      assertThat(new String(opened, StandardCharsets.UTF_8)).contains("canary");
    }
  }

  /** Decrypting is legacy use, which the module allows where it would refuse to encrypt. */
  @Test
  void theOuterLayerOpensInApprovedOnlyModeToo() throws Exception {
    byte[] payload =
        sealer(new JcaProvider(Optional.empty()))
            .seal(Browser.seal(site.recipient, context), context, Site.kid(site.recipient))
            .payload();
    try (FipsModule installed = FipsModule.approvedOnly()) {
      JcaProvider module = new JcaProvider(Optional.of("BCFIPS"));
      assertThat(new OuterLayer(module).open(payload, keys(module)))
          .asString(StandardCharsets.US_ASCII)
          .startsWith("eyJ");
    }
  }

  private void sealAndOpen(JcaProvider provider) throws OpeningFailure {
    for (int length : new int[] {1024, 65536}) {
      SealedEnvelope sealed =
          sealer(provider)
              .seal(
                  Browser.seal(site.recipient, context, length), context, Site.kid(site.recipient));
      SealedRecord record = new SealedRecord(context, sealed.payload(), sealed.ingestSignature());
      assertThat(new Opener(provider).open(record, keys(provider)).account())
          .hasToString("123456789012");
    }
  }

  private Sealer sealer(JcaProvider provider) {
    return new Sealer(site.current(site.manifest()), new SigningKey(site.ingest), provider);
  }

  private OpeningKeys keys(JcaProvider provider) {
    return new OpeningKeys(site.ring(provider.privateKeys()), site.manifest(), Purpose.REQUEST);
  }
}
