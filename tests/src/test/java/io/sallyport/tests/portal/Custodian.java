package io.sallyport.tests.portal;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitForSelectorState;

/** What a key custodian does in the portal. */
public final class Custodian {
  private static final double PATIENCE = 30_000;

  private final Page page;

  public Custodian(Page page) {
    this.page = page;
  }

  public Page page() {
    return page;
  }

  /** Accepts an invitation, by its link. */
  public Custodian join(String link) {
    page.navigate(link);
    button("Create a passkey").click();
    page.waitForURL("**/vault/");
    return this;
  }

  public Custodian signOut() {
    button("Sign out").click();
    page.waitForURL(java.util.regex.Pattern.compile("://[^/]+/$"));
    return this;
  }

  public Custodian signIn() {
    page.navigate("/sign-in");
    button("Sign in with a passkey").click();
    page.waitForURL("**/vault/");
    return this;
  }

  /** Waits until the one node there is stands so. */
  public Custodian expectNode(String state) {
    page.navigate("/vault/");
    PlaywrightAssertions.assertThat(page.locator(".node[data-state='" + state + "']"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
    return this;
  }

  /** What the page says about the submitted shares. */
  public Custodian expectShares(String text) {
    PlaywrightAssertions.assertThat(page.locator(".node .shares"))
        .containsText(text, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
    return this;
  }

  public Custodian press(String name) {
    button(name).click();
    return this;
  }

  /** Proposes a signed manifest. */
  public Custodian propose(String document) {
    page.navigate("/vault/keys");
    page.getByLabel("Signed manifest").fill(document);
    button("Propose").click();
    return this;
  }

  /** Approves the one manifest that waits, and waits until it is published. */
  public Custodian approve() {
    page.navigate("/vault/keys");
    button("Approve and publish").click();
    page.locator(".waiting")
        .waitFor(
            new Locator.WaitForOptions()
                .setState(WaitForSelectorState.DETACHED)
                .setTimeout(PATIENCE));
    return this;
  }

  /** Waits until the page shows that version as the one in force. */
  public Custodian expectVersion(long version) {
    page.navigate("/vault/keys");
    PlaywrightAssertions.assertThat(page.locator("#version")).hasText(Long.toString(version));
    return this;
  }

  /** The state of a key, as the page shows it. */
  public Locator key(String id) {
    return page.locator("#keys tr", new Page.LocatorOptions().setHasText(id));
  }

  /** Waits for a problem. */
  public Custodian expectProblem(String code) {
    PlaywrightAssertions.assertThat(page.locator("[role=alert][data-code='" + code + "']"))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
    return this;
  }

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)).first();
  }
}
