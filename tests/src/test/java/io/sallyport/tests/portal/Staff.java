package io.sallyport.tests.portal;

import com.microsoft.playwright.Page;
import io.sallyport.demo.RunningDemo;
import io.sallyport.sql.Invite;
import io.sallyport.sql.Invite.StaffRole;
import io.sallyport.tests.site.Browser;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** One of the vendor's staff, whom IT invited and who joined with a passkey. */
public record Staff(Page page, Api api) {
  /** Somebody new with those roles. */
  public static Staff joined(RunningDemo demo, Browser browser, String name, StaffRole... roles)
      throws SQLException {
    String code =
        Invite.invite(
            demo.database().as("sallyport_owner"), UUID.randomUUID(), name, Set.of(roles), 1);
    Page page = browser.newPerson();
    page.navigate("/join#" + code);
    page.getByText("Create a passkey").click();
    page.waitForURL(Pattern.compile(".*/(staff|vault)/$"));
    return new Staff(page, new Api(page));
  }
}
