package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Portal;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Site;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Being signed in: where, how long, with what, and how often that may be tried. */
@ExtendWith(Site.class)
class SessionsIT {
  @Test
  void aSessionOutlivesTheNodeThatMadeIt(RunningDemo demo, Browser browser) throws Exception {
    Customer somebody = Customer.registered(browser);
    somebody.page().navigate("/portal/connect");
    demo.webNode().close();
    demo.webNode().start();
    somebody.api().get("me/sessions").expect(200);
    somebody.page().navigate("/portal/team");
    assertThat(somebody.page().locator("h1")).hasText("Team");
  }

  @Test
  void noOneOfTheTwoCookiesIsEnough(Browser browser) {
    Customer somebody = Customer.registered(browser);
    List<Cookie> cookies = somebody.page().context().cookies();
    Assertions.assertThat(cookies.stream().map(cookie -> cookie.name).collect(Collectors.toSet()))
        .isEqualTo(Set.of("__Host-sallyport", "__Host-sallyport-proof"));
    for (Cookie cookie : cookies) {
      Assertions.assertThat(cookie.secure).isTrue();
      Assertions.assertThat(cookie.httpOnly).isTrue();
      Assertions.assertThat(cookie.sameSite.toString()).isEqualTo("STRICT");
      Api thief = with(browser, List.of(cookie));
      thief.get("me/sessions").expectProblem(401, "SP-SIGN-IN-REQUIRED");
    }
    with(browser, cookies).get("me/sessions").expect(200);
    // Nor is somebody else's beside it.
    Customer other = Customer.registered(browser);
    with(
            browser,
            List.of(
                named(cookies, "__Host-sallyport"),
                named(other.page().context().cookies(), "__Host-sallyport-proof")))
        .get("me/sessions")
        .expectProblem(401, "SP-SIGN-IN-REQUIRED");
  }

  @Test
  void whatWasKeptOfASessionIsWorthNothingAfterSigningOut(Browser browser) {
    Customer somebody = Customer.registered(browser);
    List<Cookie> before = somebody.page().context().cookies();
    somebody.portal().signOut();
    with(browser, before).get("me/sessions").expectProblem(401, "SP-SIGN-IN-REQUIRED");
    somebody.portal().signIn();
    Assertions.assertThat(named(somebody.page().context().cookies(), "__Host-sallyport").value)
        .isNotEqualTo(named(before, "__Host-sallyport").value);
  }

  @Test
  void othersOfOnesOwnSessionsAreListedAndEnded(Browser browser) {
    Customer somebody = Customer.registered(browser);
    Page page = somebody.page();
    Page second = elsewhere(browser, page);
    Page third = elsewhere(browser, second);
    page.navigate("/me/sessions");
    assertThat(page.locator(".session")).hasCount(3);
    browser.picture(page, "sessions");
    page.locator("button[data-session]").first().click();
    assertThat(page.locator(".session")).hasCount(2);
    page.getByText("End all others").click();
    assertThat(page.locator(".session")).hasCount(1);
    for (Page other : List.of(second, third)) {
      new Api(other).get("me/sessions").expectProblem(401, "SP-SIGN-IN-REQUIRED");
      other.navigate("/portal/connections");
      other.waitForURL("**/sign-in?next=*");
    }
    somebody.api().get("me/sessions").expect(200);
  }

  @Test
  void nobodyElsesSessionIsThereToBeEnded(Browser browser) {
    Customer somebody = Customer.registered(browser);
    Customer stranger = Customer.registered(browser);
    String id =
        com.google.gson.JsonParser.parseString(somebody.api().get("me/sessions").body())
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject()
            .get("id")
            .getAsString();
    for (String wrong : List.of(id, UUID.randomUUID().toString(), "others")) {
      stranger
          .api()
          .call("DELETE", "me/sessions/" + wrong, "application/json", null)
          .expectProblem(404, "SP-SESSION-UNKNOWN");
    }
    somebody.api().get("me/sessions").expect(200);
  }

  @Test
  void whoTriesTooOftenIsToldWhenToTryAgain(RunningDemo demo, Browser browser) throws Exception {
    Customer somebody = Customer.registered(browser);
    restart(demo, 8);
    try {
      Page page = browser.newPerson();
      anotherSiteCountsForNothing(page, demo);
      page.navigate("/sign-in");
      Api stranger = new Api(page);
      for (int i = 0; i < 8; i++) {
        stranger.post("auth/sign-in/options", Map.of()).expect(200);
      }
      stranger.post("auth/sign-in/options", Map.of()).expectProblem(429, "SP-RATE-LIMITED");
      Object wait =
          page.evaluate(
              """
              async () => Number((await fetch('/api/v1/auth/sign-in/options', {method: 'POST',
                headers: {'Content-Type': 'application/json'}, body: '{}'})).headers.get('retry-after'))""");
      Assertions.assertThat(((Number) wait).intValue()).isBetween(1, 60);
      whatAnyPageCanSendIsNotCounted(page);
      refusedTokensRunOut(page);
      page.navigate("/sign-in");
      page.getByText("Sign in with a passkey").click();
      new Portal(page).expectProblem("SP-RATE-LIMITED");
      browser.picture(page, "sign-in-limited");
      // Whoever is signed in goes on working, and the limit is not the node's but everybody's:
      // another one lets in only what a minute's eight have refilled meanwhile.
      somebody.api().get("me/sessions").expect(200);
      demo.webNode().close();
      demo.webNode().start();
      boolean limited = false;
      for (int i = 0; i < 8; i++) {
        limited |= stranger.post("auth/sign-in/options", Map.of()).status() == 429;
      }
      Assertions.assertThat(limited).isTrue();
    } finally {
      restart(demo, 6_000);
    }
  }

  /**
   * What a page of somebody else's has a browser send is refused before it is counted. It is not
   * told how: the answer is for nobody's page but ours.
   */
  private static void anotherSiteCountsForNothing(Page page, RunningDemo demo) {
    page.navigate("about:blank");
    page.evaluate(
        """
        async portal => {
          for (let i = 0; i < 10; i++) {
            for (const path of ['tool-sessions', 'node-enrolments', 'sso/backchannel-logout']) {
              await fetch(`${portal}/api/v1/${path}`, {method: 'POST', mode: 'no-cors'}).catch(() => {});
            }
          }
        }""",
        demo.settings().portalUrl());
  }

  /**
   * A tool's request without a session, and a provider's word with an origin: as often as one
   * likes.
   */
  private static void whatAnyPageCanSendIsNotCounted(Page page) {
    Object statuses =
        page.evaluate(
            """
            async () => {
              const answers = [];
              for (let i = 0; i < 10; i++) {
                answers.push(await fetch('/aws/'));
                answers.push(await fetch('/api/v1/sso/backchannel-logout', {method: 'POST',
                  headers: {'Content-Type': 'application/x-www-form-urlencoded'}, body: 'logout_token=e.e.e'}));
              }
              return [...new Set(answers.map(a => a.status))].join();
            }""");
    Assertions.assertThat(statuses.toString()).isEqualTo("403,401");
  }

  /** The eighth that is refused is the last that is looked at. */
  private static void refusedTokensRunOut(Page page) {
    Object statuses =
        page.evaluate(
            """
            async () => {
              const answers = [];
              for (let i = 0; i < 10; i++) {
                answers.push(await fetch('/api/v1/connections', {headers: {Authorization: 'Bearer e.e.' + i}}));
              }
              return answers.map(a => a.status + ' ' + (a.headers.get('retry-after') ?? '-')).join();
            }""");
    Assertions.assertThat(statuses.toString()).matches("(401 -,){8}429 \\d+,429 \\d+");
  }

  private static void restart(RunningDemo demo, int most) throws Exception {
    Site.webNode(
        demo,
        node ->
            node.with("sallyport.limit.ceremonies", most)
                .with("sallyport.limit.refused-tokens", most));
  }

  /** The same person with another browser: their passkeys are there, too. */
  private static Page elsewhere(Browser browser, Page before) {
    Page page = browser.newPerson();
    browser.authenticator(page).replace(browser.authenticator(before).passkeys());
    new Portal(page).signIn();
    return page;
  }

  private static Api with(Browser browser, List<Cookie> cookies) {
    Page page = browser.newPerson();
    BrowserContext context = page.context();
    context.addCookies(cookies);
    page.navigate("/");
    return new Api(page);
  }

  private static Cookie named(List<Cookie> cookies, String name) {
    return cookies.stream().filter(cookie -> cookie.name.equals(name)).findFirst().orElseThrow();
  }
}
