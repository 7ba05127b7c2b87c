package io.sallyport.tests.portal;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.sallyport.tests.site.Keycloak;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What people do with their company's sign-on, in the portal and at a Keycloak. */
public final class CompanySignOn {
  private static final double PATIENCE = 30_000;
  private static final Pattern HOME = Pattern.compile("/portal/connections$");

  private final Page page;
  private final List<String> callbacks = new ArrayList<>();

  public CompanySignOn(Page page) {
    this.page = page;
    page.onRequest(
        request -> {
          if (request.url().contains("/sso/callback/")) {
            callbacks.add(request.url());
          }
        });
  }

  public Page page() {
    return page;
  }

  /** The last address that the provider sent the browser back to. */
  public String callback() {
    return callbacks.get(callbacks.size() - 1);
  }

  /** Opens the settings. */
  public CompanySignOn open() {
    page.navigate("/portal/sso");
    return this;
  }

  /** Fills in the settings and saves them. */
  public CompanySignOn configure(String issuer, String domain, Map<String, String> roles) {
    open();
    page.getByLabel("Issuer").fill(issuer);
    page.getByLabel("Client ID").fill(Keycloak.CLIENT);
    page.getByLabel("Company domain").fill(domain);
    roles.forEach((role, value) -> page.locator("#values-" + role).fill(value));
    return anew(this::save);
  }

  /** Presses the button below the settings. */
  public CompanySignOn save() {
    page.locator("#settings button[type=submit]").click();
    return this;
  }

  /** Does something after which the page is loaded anew, and waits until it is. */
  public CompanySignOn anew(Runnable act) {
    page.evaluate("window.before = true");
    act.run();
    for (int tenths = 0; tenths < 10 * PATIENCE / 1_000; tenths++) {
      if (isAnew()) {
        return this;
      }
      page.waitForTimeout(100);
    }
    throw new AssertionError("the page was not loaded anew");
  }

  private boolean isAnew() {
    try {
      return (boolean) page.evaluate("!window.before && document.readyState === 'complete'");
    } catch (PlaywrightException e) {
      // Between two pages there is none.
      return false;
    }
  }

  /** Has the settings tested, as that user of the provider. */
  public CompanySignOn test(String user) {
    open();
    button("Test").click();
    logIn(user);
    page.locator("#tested").waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE));
    return this;
  }

  /** Types name and password at the provider. */
  public CompanySignOn logIn(String user) {
    page.locator("#username").waitFor(new Locator.WaitForOptions().setTimeout(PATIENCE));
    page.locator("#username").fill(user);
    page.locator("#password").fill(Keycloak.PASSWORD);
    page.locator("#kc-login").click();
    return this;
  }

  /** Follows the company's link to the provider. */
  public CompanySignOn follow(String link) {
    page.navigate(link);
    button("Continue to your company’s sign-in").click();
    return this;
  }

  /** Types a domain on the sign-in page. */
  public CompanySignOn type(String domain) {
    page.navigate("/sign-in");
    page.getByLabel("Company domain").fill(domain);
    button("Sign in with your company").click();
    return this;
  }

  /** Waits until somebody of that name is signed in. */
  public CompanySignOn expectSignedIn(String name) {
    page.waitForURL(HOME, new Page.WaitForURLOptions().setTimeout(PATIENCE));
    PlaywrightAssertions.assertThat(page.locator(".names")).containsText(name);
    return this;
  }

  /** Waits for a problem. */
  public CompanySignOn expectProblem(String code) {
    PlaywrightAssertions.assertThat(page.locator("[role=alert][data-code='" + code + "']"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
    return this;
  }

  /** Signs out, which ends at the provider and comes back. */
  public CompanySignOn signOut() {
    button("Sign out").click();
    page.waitForURL(
        Pattern.compile("^https://localhost:[0-9]+/$"),
        new Page.WaitForURLOptions().setTimeout(PATIENCE));
    return this;
  }

  public Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }
}
