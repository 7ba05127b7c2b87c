package io.sallyport.tests.site;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.sallyport.demo.RunningDemo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;

/** A real Chromium that trusts the development CA, and whose people have an authenticator. */
public final class Browser implements AutoCloseable {
  private final Map<Page, Authenticator> authenticators = new HashMap<>();
  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;
  private final RunningDemo demo;
  private final Path screenshots;

  Browser(RunningDemo demo, Path screenshots) {
    this.demo = demo;
    this.screenshots = screenshots;
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(Chromium.find())
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--ignore-certificate-errors-spki-list="
                                + pin(demo.keys().authority()))));
  }

  /**
   * Base64 of SHA-256 over the CA's public key: what Chromium then trusts as if it were built in.
   */
  private static String pin(Path certificate) {
    try (InputStream in = Files.newInputStream(certificate)) {
      byte[] key =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(in)
              .getPublicKey()
              .getEncoded();
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Somebody new at the browser, with an authenticator that verifies its user. */
  public Page newPerson() {
    return newPerson(new com.microsoft.playwright.Browser.NewContextOptions());
  }

  /** Somebody new at the browser, set up so. */
  public Page newPerson(com.microsoft.playwright.Browser.NewContextOptions options) {
    BrowserContext context =
        chromium.newContext(
            options.setBaseURL(demo.settings().portalUrl()).setViewportSize(1440, 900));
    Page page = context.newPage();
    authenticators.put(page, new Authenticator(context.newCDPSession(page)));
    return page;
  }

  /** What the person at a page has their passkeys on. */
  public Authenticator authenticator(Page page) {
    return authenticators.get(page);
  }

  /**
   * Pictures of the page at the widths of a desk and of a telephone, which it must not be wider
   * than.
   */
  public void picture(Page page, String name) {
    for (int width : new int[] {1440, 390}) {
      page.setViewportSize(width, 900);
      Assertions.assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
          .as("width of %s", name)
          .isLessThanOrEqualTo(width);
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(screenshots.resolve(name + "-" + width + ".png"))
              .setFullPage(true));
    }
    page.setViewportSize(1440, 900);
  }

  @Override
  public void close() {
    playwright.close();
  }
}
