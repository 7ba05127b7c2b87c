package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.CompanySignOn;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Portal;
import io.sallyport.tests.site.Administrator;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Keycloak;
import io.sallyport.tests.site.Names;
import io.sallyport.tests.site.Providers;
import io.sallyport.tests.site.Site;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sign-in with a company's own identity provider: a real Keycloak on another site. */
@ExtendWith({Site.class, Providers.class})
class SsoIT {
  private static final String ADMINS = "gate-admins";
  private static final String USERS = "gate-users";
  private static final String OTHERS = "others";
  private static final Map<String, String> ROLES =
      Map.of("tenant-admin", ADMINS, "tenant-user", USERS);

  /**
   * A company whose provider is a realm of its own.
   *
   * @param settings its first administrator, who signs in by passkey, at the settings
   * @param link what its people get
   */
  private record Company(Customer customer, CompanySignOn settings, String realm, String link) {
    static Company of(Browser browser, Keycloak keycloak, String realm) {
      Customer customer = Customer.registered(browser);
      CompanySignOn settings =
          new CompanySignOn(customer.page()).configure(keycloak.issuer(realm), "", ROLES);
      return new Company(
          customer, settings, realm, settings.page().locator("#start").textContent());
    }

    static Company of(Browser browser, Keycloak keycloak) throws Exception {
      return of(browser, keycloak, keycloak.newRealm(ADMINS, USERS, OTHERS));
    }

    String tenant() {
      return link.substring(link.indexOf('=') + 1);
    }

    CompanySignOn enter(Browser browser, String user) {
      return new CompanySignOn(browser.newPerson())
          .follow(link)
          .logIn(user)
          .expectSignedIn("Some " + user);
    }
  }

  @Test
  void peopleComeByTheirCompanysProviderAndFollowTheirGroups(
      RunningDemo demo, Browser browser, Keycloak keycloak) throws Exception {
    Customer customer = Customer.registered(browser);
    Page page = customer.page();
    page.navigate("/portal/sso");
    browser.picture(page, "sso-empty");
    String realm = keycloak.newRealm(ADMINS, USERS, OTHERS);
    CompanySignOn settings =
        new CompanySignOn(page).configure(keycloak.issuer(realm), "gate.example.com", ROLES);
    browser.picture(page, "sso-configured");
    keycloak.newUser(realm, "ada", ADMINS);
    String bob = keycloak.newUser(realm, "bob", USERS);
    settings.test("ada");
    assertThat(page.locator("#tested-state")).hasText("passed");
    assertThat(page.locator("#tested-facts")).containsText("tenant-admin");
    assertThat(page.locator("#tested-facts")).containsText(keycloak.issuer(realm));
    assertThat(page.locator(".names")).containsText("Somebody");
    browser.picture(page, "sso-tested");
    settings.open();
    assertThat(page.locator("#test-state")).hasText("passed");

    String link = page.locator("#start").textContent();
    CompanySignOn person = new CompanySignOn(browser.newPerson());
    person.page().navigate("/sign-in");
    browser.picture(person.page(), "sign-in-company");
    person.page().navigate(link);
    browser.picture(person.page(), "sso-start");
    person.follow(link).logIn("bob").expectSignedIn("Some bob");
    Api api = new Api(person.page());
    api.get("connections").expect(200);
    api.get("sso/provider").expectProblem(403, "SP-FORBIDDEN");

    keycloak.move(realm, bob, ADMINS);
    person.signOut().follow(link).logIn("bob").expectSignedIn("Some bob");
    api.get("sso/provider").expect(200);
    keycloak.move(realm, bob, OTHERS);
    person.signOut().follow(link).logIn("bob").expectProblem("SP-SSO-REFUSED");
    browser.picture(person.page(), "sso-refused");
    api.get("connections").expectProblem(401, "SP-SIGN-IN-REQUIRED");

    page.navigate("/portal/activity");
    assertThat(page.locator("tbody")).containsText("Join the company");
    String facts = customer.api().get("activity").expect(200).body();
    Assertions.assertThat(facts).contains("\\\"reason\\\":\\\"role\\\"").doesNotContain(OTHERS);
    Assertions.assertThat(people(demo, bob)).isEqualTo("1");
  }

  @Test
  void aTestSaysWhatIsWrong(Browser browser, Keycloak keycloak) throws Exception {
    Company company = Company.of(browser, keycloak);
    Page page = company.settings().page();
    keycloak.newUser(company.realm(), "carl", OTHERS);
    company.settings().test("carl");
    assertThat(page.locator("#tested-state")).hasText("failed");
    assertThat(page.locator("#tested-problem")).containsText("\"groups\"");
    browser.picture(page, "sso-test-failed");

    page.getByLabel("Client ID").fill("nobody-knows-it");
    company.settings().anew(company.settings()::save);
    assertThat(page.locator("#test-state")).hasText("to do");
    company.settings().button("Test").click();
    assertThat(page.locator("body")).containsText("Client not found");

    company.settings().open();
    page.getByLabel("Issuer").fill(keycloak.issuer("no-such-realm"));
    company.settings().anew(company.settings()::save);
    company.settings().button("Test").click();
    company.settings().expectProblem("SP-SSO-PROVIDER-UNUSABLE");
    assertThat(page.locator("#problem")).containsText("no OpenID Connect configuration");

    for (String wrong :
        List.of("http://127.0.0.1:" + keycloak.port() + "/realms/x", "nonsense", "")) {
      company.settings().open();
      page.getByLabel("Issuer").fill(wrong);
      company.settings().save().expectProblem("SP-SSO-INVALID");
      assertThat(page.locator("#issuer")).hasAttribute("aria-invalid", "true");
    }
    browser.picture(page, "sso-invalid");
  }

  @Test
  void aDomainLeadsToItsCompanyOnceTheDnsShowsWhoseItIs(
      Browser browser, Keycloak keycloak, Names names) throws Exception {
    String domain = "d" + UUID.randomUUID().toString().substring(0, 8) + ".example";
    Company company = Company.of(browser, keycloak);
    Page page = company.settings().page();
    keycloak.newUser(company.realm(), "dora", USERS);
    page.getByLabel("Company domain").fill(domain.toUpperCase(java.util.Locale.ROOT));
    company.settings().save();
    assertThat(page.locator("#domain-state")).hasText("not verified");
    CompanySignOn person = new CompanySignOn(browser.newPerson());
    person.type(domain).expectProblem("SP-SSO-UNKNOWN");
    page.locator("#check").click();
    company.settings().expectProblem("SP-SSO-DOMAIN-UNVERIFIED");

    names.put("_sallyport." + domain, page.locator("#record-value").textContent());
    company.settings().open();
    page.locator("#check").click();
    assertThat(page.locator("#domain-state")).hasText("verified");
    browser.picture(page, "sso-verified");
    person.type("Dora@" + domain + ".").logIn("dora").expectSignedIn("Some dora");

    // Nobody else gets it, not even with the same record.
    Company other = Company.of(browser, keycloak);
    other.settings().page().getByLabel("Company domain").fill(domain);
    other.settings().save();
    assertThat(other.settings().page().locator("#domain-state")).hasText("not verified");
    names.put(
        "_sallyport." + domain, other.settings().page().locator("#record-value").textContent());
    other.settings().page().locator("#check").click();
    other.settings().expectProblem("SP-SSO-DOMAIN-TAKEN");
    for (String wrong : List.of("nobody.example", "com", "", "x".repeat(300))) {
      new Api(person.page())
          .post("auth/sso/start", Map.of("domain", wrong))
          .expectProblem(404, "SP-SSO-UNKNOWN");
    }
    new Api(person.page())
        .post("auth/sso/start", Map.of("company", UUID.randomUUID().toString()))
        .expectProblem(404, "SP-SSO-UNKNOWN");
  }

  @Test
  void whereTheProviderIsTheOnlyWayInPasskeysAreForAdministrators(
      RunningDemo demo, Browser browser, Keycloak keycloak) throws Exception {
    Company company = Company.of(browser, keycloak);
    keycloak.newUser(company.realm(), "erik", ADMINS);
    company
        .customer()
        .api()
        .call("PUT", "sso/provider/forced", "application/json", "{\"forced\": true}")
        .expectProblem(409, "SP-SSO-NOT-TESTED");
    company.settings().test("erik").open().button("Make it the only way in").click();
    // Whoever asks has not come in that way themselves.
    company.settings().expectProblem("SP-SSO-NOT-TESTED");

    CompanySignOn erik = company.enter(browser, "erik");
    erik.open().button("Make it the only way in").click();
    assertThat(erik.page().locator("#forced-state")).hasText("yes");
    browser.picture(erik.page(), "sso-forced");
    Portal portal = company.customer().portal();
    portal.signOut().signIn().signOut();
    String first =
        "from sallyport.passkey k where k.person_id = p.id and p.tenant_id = '"
            + company.tenant()
            + "'";
    Administrator.execute(
        demo, "update sallyport.person p set roles = array['tenant-user'] " + first);
    portal.page().navigate("/sign-in");
    portal.page().getByText("Sign in with a passkey").click();
    portal.expectProblem("SP-SSO-REQUIRED");
    Administrator.execute(
        demo, "update sallyport.person p set roles = array['tenant-admin'] " + first);
    portal.signIn();
    Assertions.assertThat(company.customer().api().get("activity").body())
        .contains("\\\"company-sign-on\\\":\\\"forced\\\"");
  }

  @Test
  void signingOutOfEitherSignsOutOfBoth(Browser browser, Keycloak keycloak) throws Exception {
    Company company = Company.of(browser, keycloak);
    String fay = keycloak.newUser(company.realm(), "fay", USERS);
    CompanySignOn person = company.enter(browser, "fay");
    Assertions.assertThat(keycloak.sessions(company.realm(), fay)).isOne();
    person.signOut();
    Assertions.assertThat(keycloak.sessions(company.realm(), fay)).isZero();

    person.follow(company.link()).logIn("fay").expectSignedIn("Some fay");
    Api api = new Api(person.page());
    api.get("connections").expect(200);
    keycloak.logOut(company.realm(), fay);
    api.get("connections").expectProblem(401, "SP-SIGN-IN-REQUIRED");
    Assertions.assertThat(company.customer().api().get("activity").body())
        .contains("\"sso.logout\"");
    for (String forged : List.of("", "logout_token=x", "logout_token=e30.e30.", "x=y")) {
      api.call("POST", "sso/backchannel-logout", "application/x-www-form-urlencoded", forged)
          .expectProblem(401, "SP-SSO-REFUSED");
    }
  }

  @Test
  void whatCameBackOnceOrForSomebodyElseOpensNothing(Browser browser, Keycloak keycloak)
      throws Exception {
    Company company = Company.of(browser, keycloak);
    keycloak.newUser(company.realm(), "gil", USERS);
    CompanySignOn gil = company.enter(browser, "gil");
    String used = gil.callback();
    gil.page().context().clearCookies();
    gil.page().navigate(used);
    gil.expectProblem("SP-SSO-REFUSED");

    // Somebody else's answer in a session that waits for its own.
    CompanySignOn victim = new CompanySignOn(browser.newPerson()).follow(company.link());
    victim.page().locator("#username").waitFor();
    victim.page().navigate(used);
    victim.expectProblem("SP-SSO-REFUSED");
    Api api = new Api(victim.page());
    api.get("connections").expectProblem(401, "SP-SIGN-IN-REQUIRED");
    // Its own session is used up by then.
    api.post("auth/sso/callback", Map.of("company", company.tenant(), "query", "?code=x&state=y"))
        .expectProblem(401, "SP-SSO-REFUSED");

    // An answer that belongs to one company, brought back to another's address.
    Company other = Company.of(browser, keycloak);
    CompanySignOn crossing = new CompanySignOn(browser.newPerson());
    crossing.page().route("**/assets/sso-returned.js", route -> route.abort());
    crossing.follow(company.link()).logIn("gil").page().waitForURL("**/sso/callback/**");
    String brought = crossing.page().url();
    crossing.page().unroute("**/assets/sso-returned.js");
    crossing.page().navigate(brought.replace(company.tenant(), other.tenant()));
    crossing.expectProblem("SP-SSO-REFUSED");
    new Api(crossing.page()).get("connections").expectProblem(401, "SP-SIGN-IN-REQUIRED");
    for (Cookie cookie : crossing.page().context().cookies()) {
      if (cookie.name.startsWith("__Host-")) {
        Assertions.assertThat(cookie.sameSite.name()).isEqualTo("STRICT");
      }
    }
  }

  @Test
  void somebodyIsWhoTheirIssuerSaysWithinOneCompanyAndNotAnAddress(
      RunningDemo demo, Browser browser, Keycloak keycloak) throws Exception {
    Company one = Company.of(browser, keycloak);
    Company two = Company.of(browser, keycloak, one.realm());
    String hal = keycloak.newUser(one.realm(), "hal", USERS);
    one.enter(browser, "hal");
    two.enter(browser, "hal");
    one.enter(browser, "hal");
    Assertions.assertThat(people(demo, hal)).isEqualTo("2");
    Assertions.assertThat(count(demo, one)).isEqualTo("2");
    Assertions.assertThat(count(demo, two)).isEqualTo("2");

    for (String table : List.of("sso_provider", "sso_role", "sso_identity", "sso_session")) {
      String query = "select count(*) from " + table;
      Assertions.assertThat(seen(demo, one.tenant(), query)).as(table).isPositive();
      Assertions.assertThat(seen(demo, "", query)).as(table).isZero();
      Assertions.assertThat(
              seen(demo, two.tenant(), query + " where tenant_id = '" + one.tenant() + "'"))
          .as(table)
          .isZero();
    }

    // The same name and address, given to somebody else: another person.
    keycloak.delete(one.realm(), hal);
    keycloak.newUser(one.realm(), "hal", USERS);
    one.enter(browser, "hal");
    Assertions.assertThat(count(demo, one)).isEqualTo("3");

    // Another issuer's word for the same name is worth nothing here.
    Administrator.execute(
        demo,
        "update sallyport.person set removed_at = now() where id in (select person_id from"
            + " sallyport.sso_identity where tenant_id = '"
            + two.tenant()
            + "')");
    keycloak.newUser(one.realm(), "ida", USERS);
    two.enter(browser, "ida");
  }

  @Test
  void whatMattersAsksTheProviderAgainAndPrivateAddressesAreNotAsked(
      RunningDemo demo, Browser browser, Keycloak keycloak) throws Exception {
    Company company = Company.of(browser, keycloak);
    keycloak.newUser(company.realm(), "joe", ADMINS);
    CompanySignOn jo = company.enter(browser, "joe");
    Api api = new Api(jo.page());
    Administrator.laterForEverybody(demo, "fresh_until");
    api.call("PUT", "sso/provider/forced", "application/json", "{\"forced\": false}")
        .expectProblem(403, "SP-FRESH-SIGN-IN-REQUIRED");
    jo.open();
    Page window =
        jo.page().waitForPopup(() -> jo.page().locator("#settings button[type=submit]").click());
    jo.anew(
        () -> {
          window.locator("#password").fill(Keycloak.PASSWORD);
          window.locator("#kc-login").click();
        });
    Assertions.assertThat(company.customer().api().get("activity").body())
        .contains("\"sso.change\"");
    Assertions.assertThat(JsonParser.parseString(api.get("activity").expect(200).body()).toString())
        .contains("person.confirm");
    restart(demo, "sallyport.outbound.private", "false");
    try {
      CompanySignOn settings =
          new CompanySignOn(Customer.registered(browser).page())
              .configure(keycloak.issuer(company.realm()), "", ROLES);
      settings.button("Test").click();
      settings.expectProblem("SP-SSO-PROVIDER-UNUSABLE");
      assertThat(settings.page().locator("#problem")).containsText("not a public one");
      browser.picture(settings.page(), "sso-private");
    } finally {
      restart(demo, "sallyport.outbound.private", "true");
    }
  }

  private static void restart(RunningDemo demo, String setting, String value) throws Exception {
    Site.webNode(demo, node -> node.with(setting, value));
  }

  private static String people(RunningDemo demo, String subject) throws Exception {
    return Administrator.query(
        demo,
        "select count(distinct person_id) from sallyport.sso_identity where subject = '"
            + subject
            + "'");
  }

  /** What a web node's account counts for a tenant. */
  private static long seen(RunningDemo demo, String tenant, String query) throws Exception {
    try (Connection connection = demo.database().as("sallyport_web").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set sallyport.tenant = '" + tenant + "'");
      try (ResultSet rows = statement.executeQuery(query)) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private static String count(RunningDemo demo, Company company) throws Exception {
    return Administrator.query(
        demo, "select count(*) from sallyport.person where tenant_id = '" + company.tenant() + "'");
  }
}
