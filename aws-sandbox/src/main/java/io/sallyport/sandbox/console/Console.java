package io.sallyport.sandbox.console;

import io.sallyport.sandbox.account.Account;
import io.sallyport.sandbox.account.Cloud;
import io.sallyport.sandbox.account.Role;
import io.sallyport.sandbox.identity.KeySource;
import io.sallyport.sandbox.trail.Trail;
import io.sallyport.sandbox.wire.WireAnswer;
import io.sallyport.sandbox.wire.WireBody;
import io.sallyport.sandbox.wire.WireRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows the page and creates stacks: only in accounts that have a console, only for whoever knows
 * the account's console code. The code is never shown again.
 */
public final class Console {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
              + " frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cache-Control",
          "no-store");
  private final Cloud cloud;
  private final ConsoleCodes codes;
  private final StackCreation creation;
  private final String page;
  private final String style;

  public Console(Cloud cloud, Trail trail, KeySource source, Clock clock) {
    this.cloud = cloud;
    this.codes = new ConsoleCodes(clock);
    this.creation = new StackCreation(cloud, trail, source, clock);
    this.page = resource("console.html");
    this.style = resource("style.css");
  }

  /** Answers the page, its style, or the outcome of the form. */
  public WireAnswer answer(WireRequest request) {
    return switch (request.method() + " " + request.rawPath()) {
      case "GET /console", "GET /console/" -> show(200, "", "", "");
      case "GET /console/style.css" -> WireAnswer.of(200, "text/css;charset=UTF-8", style);
      case "POST /console" -> create(request);
      default -> WireAnswer.of(404, "text/plain", "There is no such page.\n");
    };
  }

  private WireAnswer create(WireRequest request) {
    FormFields form = FormFields.of(request);
    String file = form.value("template-file");
    String template = file.isBlank() ? form.value("template") : file;
    try {
      List<Role> roles =
          cloud.exclusively(
              () -> {
                Account account = chosen(form.value("account"));
                codes.require(account, form.value("code"));
                return creation.create(
                    account,
                    StackTemplate.parse(TemplateFunctions.resolved(template, parameters(form))),
                    request.remoteAddress());
              });
      return show(200, success(roles), form.value("account"), template);
    } catch (StackRefusal refusal) {
      String message =
          "<section class=\"outcome error\" role=\"alert\"><h2>The stack was not created</h2>"
              + "<p id=\"error\">"
              + escaped(refusal.getMessage())
              + "</p></section>";
      return show(400, message, form.value("account"), template);
    }
  }

  /** A line for each, as {@code Name=value}. */
  private static Map<String, String> parameters(FormFields form) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String line : form.value("parameters").lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        given.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return given;
  }

  private Account chosen(String id) {
    return cloud
        .account(id)
        .filter(account -> account.consoleCodeSha256().isPresent())
        .orElseThrow(() -> new StackRefusal("Choose an account."));
  }

  private static String success(List<Role> roles) {
    StringBuilder html =
        new StringBuilder(
            "<section class=\"outcome success\" role=\"status\"><h2>The stack was created</h2>");
    for (int i = 0; i < roles.size(); i++) {
      html.append("<p>Role ARN: <code id=\"role-arn")
          .append(i == 0 ? "" : "-" + (i + 1))
          .append("\">")
          .append(escaped(roles.get(i).arn()))
          .append("</code></p>");
    }
    return html.append("</section>").toString();
  }

  private WireAnswer show(int status, String outcome, String chosen, String template) {
    String html =
        page.replace("{{accounts}}", options(chosen))
            .replace("{{outcome}}", outcome)
            .replace("{{template}}", escaped(template));
    return new WireAnswer(status, "text/html;charset=UTF-8", WireBody.of(html), HEADERS);
  }

  private String options(String chosen) {
    StringBuilder options = new StringBuilder();
    List<Account> accounts = cloud.exclusively(() -> List.copyOf(cloud.accounts()));
    for (Account account : accounts) {
      if (account.consoleCodeSha256().isPresent()) {
        options
            .append("<option value=\"")
            .append(account.id())
            .append(account.id().equals(chosen) ? "\" selected>" : "\">")
            .append(escaped(account.name() + " (" + account.id() + ")"))
            .append("</option>");
      }
    }
    return options.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;")
        .replace("{", "&#123;");
  }

  private static String resource(String name) {
    try (InputStream in = Console.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
