package io.sallyport.crypto.opening;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.sallyport.contract.envelope.SealedEnvelope;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.vault.SealedRecord;
import io.sallyport.crypto.fixture.Browser;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.keys.SigningKey;
import io.sallyport.crypto.opening.OpeningKeys.Purpose;
import io.sallyport.crypto.sealing.Sealer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is left in memory after an opening: a heap dump, forced here as no decrypt node allows it,
 * is searched for what was opened.
 */
class HeapDumpTest {
  @TempDir private Path folder;

  @Test
  void nothingOfWhatWasOpenedIsLeftOnTheHeap() throws Exception {
    Site site = new Site();
    Opener opener = new Opener(Opening.JVM);
    OpeningKeys keys = new OpeningKeys(site.ring(), site.manifest(), Purpose.REQUEST);
    // In the test's own memory the canary is written backwards.
    StringBuilder backwards = new StringBuilder(UUID.randomUUID().toString());
    SealedRecord record = sealed(site, backwards);
    for (int i = 0; i < 20; i++) {
      assertThat(opener.open(record, keys).note()).hasSize(backwards.length());
    }
    String control = new StringBuilder(UUID.randomUUID().toString()).reverse().toString();

    Path dump = folder.resolve("after.hprof");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(dump.toString(), true);

    assertThat(occurrences(dump, new StringBuilder(control).reverse()))
        .as("the search finds what is there")
        .isPositive();
    assertThat(occurrences(dump, backwards)).isZero();
    assertThat(keys.hasOpenPgpKey(site.openPgpSubkey().getKeyID())).isTrue();
    assertThat(record.payload()).isNotEmpty();
  }

  private static SealedRecord sealed(Site site, StringBuilder backwards) {
    SealingContext context = Browser.newContext();
    String note = new StringBuilder(backwards).reverse().toString();
    String jwe =
        Browser.seal(
            site.recipient,
            context,
            Browser.padded(
                Browser.form(context, Browser.ACCOUNT.replace("canary: Zürich, 2nd floor", note)),
                1024));
    SealedEnvelope sealed =
        new Sealer(site.current(site.manifest()), new SigningKey(site.ingest), Opening.JVM)
            .seal(jwe, context, Site.kid(site.recipient));
    return new SealedRecord(context, sealed.payload(), sealed.ingestSignature());
  }

  /** How often the text, given backwards, stands in a file. */
  private static int occurrences(Path file, StringBuilder backwards) throws IOException {
    byte[] wanted = new byte[backwards.length()];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = (byte) backwards.charAt(wanted.length - 1 - i);
    }
    int found = 0;
    int matched = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
      int each;
      while ((each = in.read()) >= 0) {
        matched = each == wanted[matched] ? matched + 1 : each == wanted[0] ? 1 : 0;
        if (matched == wanted.length) {
          found++;
          matched = 0;
        }
      }
    }
    return found;
  }
}
