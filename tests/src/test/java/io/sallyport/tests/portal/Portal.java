package io.sallyport.tests.portal;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.List;
import java.util.regex.Pattern;

/** What a customer does in the portal, with the words of its pages. */
public final class Portal {
  private static final double AWS_PATIENCE = 60_000;

  private final Page page;

  public Portal(Page page) {
    this.page = page;
  }

  public Page page() {
    return page;
  }

  public Portal register(String company, String person) {
    page.navigate("/register");
    page.getByLabel("Company").fill(company);
    page.getByLabel("Your name").fill(person);
    button("Create a passkey").click();
    page.waitForURL("**/portal/connections");
    return this;
  }

  /** Tries to sign in; the page tells why not. */
  public Portal failToSignIn() {
    page.navigate("/sign-in");
    button("Sign in with a passkey").click();
    return expectProblem("SP-PASSKEY-REFUSED");
  }

  public Portal addPasskey(String name) {
    page.navigate("/me/passkeys");
    page.locator("#add").getByLabel("Name").fill(name);
    button("Add a passkey").click();
    PlaywrightAssertions.assertThat(passkey(name)).isVisible();
    return this;
  }

  /** The card of a passkey on its page. */
  public Locator passkey(String name) {
    return page.locator(".passkey[data-name='" + name + "']");
  }

  public Portal signOut() {
    button("Sign out").click();
    page.waitForURL(Pattern.compile("/$"));
    return this;
  }

  public Portal signIn() {
    page.navigate("/sign-in");
    button("Sign in with a passkey").click();
    page.waitForURL("**/portal/connections");
    return this;
  }

  /** What a customer types into the form. */
  public record Account(String id, String roleArn, List<String> regions, String note) {}

  /** Fills in and sends the form; the page is the connection's then, its test under way. */
  public Portal connect(String alias, Account account) {
    page.navigate("/portal/connect");
    page.getByLabel("Alias").fill(alias);
    fill(account);
    button("Seal and store").click();
    page.waitForURL("**/portal/connection?id=*");
    return this;
  }

  public void fill(Account account) {
    page.getByLabel("Account ID").fill(account.id());
    page.getByLabel("Role ARN").fill(account.roleArn());
    for (String region : account.regions()) {
      page.locator("#regions input[value='" + region + "']").check();
    }
    page.getByLabel("Note").fill(account.note());
  }

  /** Waits for the state that the running test ends in. */
  public Portal expectState(String label) {
    PlaywrightAssertions.assertThat(page.locator(".state").first())
        .hasText(label, new LocatorAssertions.HasTextOptions().setTimeout(AWS_PATIENCE));
    return this;
  }

  public Portal test() {
    button("Test now").click();
    return this;
  }

  public Portal listInstances(String alias, String region) {
    page.navigate("/portal/instances");
    page.locator("#connections")
        .getByLabel(alias, new Locator.GetByLabelOptions().setExact(true))
        .check();
    page.locator("#regions input[value='" + region + "']").check();
    button("List instances").click();
    return this;
  }

  /** The problem the page shows, once it does. */
  public Portal expectProblem(String code) {
    PlaywrightAssertions.assertThat(
            page.locator(
                "[role=alert][data-code='%s'], tr.failed[data-code='%s']".formatted(code, code)))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(AWS_PATIENCE));
    return this;
  }

  /** The id of the connection whose page is open. */
  public String connectionId() {
    return page.url().replaceAll(".*id=([0-9a-f-]{36}).*", "$1");
  }

  private Locator button(String name) {
    return page.getByRole(
        com.microsoft.playwright.options.AriaRole.BUTTON,
        new Page.GetByRoleOptions().setName(name));
  }
}
