package io.sallyport.tests;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.sallyport.demo.RunningDemo;
import io.sallyport.sql.Invite.StaffRole;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Staff;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Site;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every page, light and dark, before axe-core; and the keyboard alone. */
@ExtendWith(Site.class)
class AccessibilityIT {
  @Test
  void axeFindsNothingOnAnyPageLightOrDark(RunningDemo demo, Browser browser) throws Exception {
    List<String> found = new ArrayList<>();
    Page stranger = browser.newPerson();
    look(
        stranger,
        found,
        "/",
        "/sign-in",
        "/register",
        "/join",
        "/recover",
        "/sso/start",
        "/portal/nothing");

    Customer customer = Customer.connected(demo, browser);
    look(
        customer.page(),
        found,
        "/portal/connections",
        "/portal/connect",
        "/portal/connect-node",
        "/portal/nodes",
        "/portal/connection?id=" + customer.connection(),
        "/portal/instances",
        "/portal/spot",
        "/portal/launch",
        "/portal/ask",
        "/portal/reconciliation",
        "/portal/requests",
        "/portal/activity",
        "/portal/keys",
        "/portal/team",
        "/portal/company",
        "/portal/looks",
        "/portal/api",
        "/portal/sso",
        "/me/passkeys",
        "/me/sessions",
        "/vault/");
    Customer empty = Customer.registered(browser);
    look(
        empty.page(),
        found,
        "/portal/connections",
        "/portal/instances",
        "/portal/spot",
        "/portal/keys");

    Staff staff =
        Staff.joined(
            demo,
            browser,
            "Everything but keys",
            StaffRole.SUPPORT,
            StaffRole.OPERATOR,
            StaffRole.SECURITY_OFFICER,
            StaffRole.AUDITOR);
    look(
        staff.page(),
        found,
        "/staff/",
        "/staff/tenants",
        "/staff/tenant?id=" + RecoveryIT.tenantOf(demo, customer),
        "/staff/recoveries",
        "/staff/nodes",
        "/staff/activity");
    Staff custodian = Staff.joined(demo, browser, "A custodian", StaffRole.KEY_CUSTODIAN);
    look(custodian.page(), found, "/vault/", "/vault/keys", "/vault/rewraps", "/vault/activity");
    Assertions.assertThat(found).isEmpty();
  }

  private static void look(Page page, List<String> found, String... addresses) {
    for (String address : addresses) {
      page.navigate(address);
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        for (Rule rule : axe(page, scheme).analyze().getViolations()) {
          rule.getNodes()
              .forEach(
                  node ->
                      found.add(
                          "%s, %s: %s: %s"
                              .formatted(address, scheme, rule.getId(), node.getHtml())));
        }
      }
    }
  }

  /** Our pages have no frames; and in the dark only colours are others. */
  private static AxeBuilder axe(Page page, ColorScheme scheme) {
    AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true);
    return scheme == ColorScheme.LIGHT ? axe : axe.withRules(List.of("color-contrast"));
  }

  @Test
  void whatAPersonCanClickTheyCanReachAndSeeWithTheKeyboard(Browser browser) {
    Customer customer = Customer.registered(browser);
    Page page = customer.page();
    for (String address : List.of("/portal/team", "/me/passkeys", "/portal/connect")) {
      page.navigate(address);
      page.waitForFunction("() => !document.querySelector('main button[disabled]')");
      page.keyboard().press("Tab");
      Assertions.assertThat(focused(page)).as(address).isEqualTo("Skip to content");
      Object reached =
          page.evaluate(
              """
              () => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
                .filter(each => each.checkVisibility() && each.tabIndex < 0).map(each => each.outerHTML)""");
      Assertions.assertThat((List<?>) java.util.Objects.requireNonNull(reached))
          .as(address)
          .isEmpty();
      page.keyboard().press("Tab");
      Object outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle");
      Assertions.assertThat(outline).as(address).isEqualTo("solid");
    }
  }

  private static String focused(Page page) {
    return (String) page.evaluate("() => document.activeElement.textContent");
  }
}
