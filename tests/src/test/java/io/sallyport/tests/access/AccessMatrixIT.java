package io.sallyport.tests.access;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Page;
import io.sallyport.demo.RunningDemo;
import io.sallyport.sql.Invite.StaffRole;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Staff;
import io.sallyport.tests.site.Administrator;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Site;
import io.sallyport.web.edge.PortalApi;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every role at every page and every operation of the API that the code has, on the running nodes,
 * beside what {@code docs/access-matrix.md} says; and each id of another company in place of one's
 * own.
 */
@ExtendWith(Site.class)
class AccessMatrixIT {
  private static final java.nio.file.Path PAGES =
      java.nio.file.Path.of(
              System.getProperty("sallyport.parts"), "../../../war-web/src/main/webapp")
          .normalize();

  /** Pages that name one thing of a company. */
  private static final Map<String, String> NAMING =
      Map.of(
          "/portal/connection",
          "id",
          "/portal/connect",
          "id",
          "/portal/connect-node",
          "id",
          "/portal/requests",
          "connection",
          "/portal/tool-session",
          "connection");

  private static Map<String, Api> everybody(RunningDemo demo, Browser browser, Customer admin)
      throws Exception {
    Map<String, Api> sessions = new LinkedHashMap<>();
    Page nobody = browser.newPerson();
    nobody.navigate("/");
    sessions.put(AccessMatrix.ANONYMOUS, new Api(nobody));
    sessions.put("tenant-admin", admin.api());
    for (String role : List.of("tenant-user", "tenant-auditor")) {
      sessions.put(role, Customer.joined(browser, admin.invite(role, role)).api());
    }
    for (StaffRole role : StaffRole.values()) {
      sessions.put(role.toString(), Staff.joined(demo, browser, role.toString(), role).api());
    }
    Assertions.assertThat(sessions.keySet())
        .containsExactlyInAnyOrderElementsOf(AccessMatrix.EVERYBODY);
    return sessions;
  }

  @Test
  void everyRoleGetsToExactlyThePagesThatTheMatrixSays(RunningDemo demo, Browser browser)
      throws Exception {
    Customer admin = Customer.connected(demo, browser);
    Map<String, Set<String>> letIn = new TreeMap<>();
    List<String> pages = pages();
    List<String> addresses = new ArrayList<>();
    for (String page : pages) {
      letIn.put(page, new TreeSet<>());
      addresses.add(own(page, admin, demo));
    }
    for (Map.Entry<String, Api> session : everybody(demo, browser, admin).entrySet()) {
      List<Integer> statuses = session.getValue().pageStatuses(addresses);
      for (int at = 0; at < pages.size(); at++) {
        if (statuses.get(at) == 200) {
          letIn.get(pages.get(at)).add(session.getKey());
        }
      }
    }
    AccessMatrix.write("Pages", letIn);
    Assertions.assertThat(letIn).isEqualTo(new TreeMap<>(AccessMatrix.table("Pages")));
  }

  private static String own(String page, Customer customer, RunningDemo demo) throws Exception {
    if (page.equals("/staff/tenant")) {
      return page
          + "?id="
          + Administrator.query(
              demo,
              "select tenant_id from sallyport.connection where id = '%s'"
                  .formatted(customer.connection()));
    }
    return NAMING.containsKey(page)
        ? page + "?" + NAMING.get(page) + "=" + customer.connection()
        : page;
  }

  @Test
  void anotherCompanysThingsLookLikeNothingOnEveryPageThatNamesOne(
      RunningDemo demo, Browser browser) throws Exception {
    Customer owner = Customer.connected(demo, browser);
    Customer stranger = Customer.registered(browser);
    for (Map.Entry<String, String> page : NAMING.entrySet()) {
      String address = page.getKey() + "?" + page.getValue() + "=";
      Assertions.assertThat(stranger.api().pageStatus(address + owner.connection()))
          .as(address)
          .isEqualTo(stranger.api().pageStatus(address + UUID.randomUUID()))
          .isEqualTo(404);
    }
  }

  private static List<String> pages() throws IOException {
    try (Stream<java.nio.file.Path> files = Files.walk(PAGES)) {
      return files
          .map(file -> "/" + PAGES.relativize(file))
          .filter(name -> name.endsWith(".xhtml") && !name.startsWith("/WEB-INF"))
          .filter(name -> !name.equals("/problem.xhtml"))
          .map(name -> name.replaceAll("(?:index)?\\.xhtml$", ""))
          .sorted()
          .toList();
    }
  }

  /**
   * An operation of the API.
   *
   * @param path with its parameters' names
   */
  private record Operation(String verb, String path) {
    String row() {
      return verb + " " + path;
    }

    /** Its path with that in place of each id. */
    String naming(String id) {
      return path.replaceAll("\\{[^}]+}", id);
    }
  }

  private static List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    for (Class<?> resource : new PortalApi().getClasses()) {
      Path root = resource.getAnnotation(Path.class);
      if (root == null) {
        continue;
      }
      for (Method method : resource.getDeclaredMethods()) {
        Path path = method.getAnnotation(Path.class);
        verb(method).forEach(verb -> all.add(new Operation(verb, join(root, path))));
      }
    }
    return all;
  }

  private static Stream<String> verb(Method method) {
    return Stream.of(method.getAnnotations())
        .map(Annotation::annotationType)
        .map(type -> type.getAnnotation(HttpMethod.class))
        .filter(java.util.Objects::nonNull)
        .map(HttpMethod::value);
  }

  private static String join(Path root, Path path) {
    String whole = root.value() + "/" + (path == null ? "" : path.value());
    return whole.replaceAll("/+", "/").replaceAll("^/|/$", "");
  }

  @Test
  void everyRoleIsLetIntoExactlyTheOperationsThatTheMatrixSays(RunningDemo demo, Browser browser)
      throws Exception {
    Customer admin = Customer.registered(browser);
    Map<String, Set<String>> letIn = new TreeMap<>();
    Map<String, Api> sessions = everybody(demo, browser, admin);
    List<Operation> operations = operations();
    Assertions.assertThat(operations).hasSizeGreaterThan(30);
    List<Operation> tried =
        operations.stream()
            // Tried below: they change who is there.
            .filter(each -> !each.path().equals("auth/sign-out"))
            .filter(each -> !each.row().equals("POST company/deletion"))
            .toList();
    tried.forEach(operation -> letIn.put(operation.row(), new TreeSet<>()));
    for (Map.Entry<String, Api> session : sessions.entrySet()) {
      List<Boolean> doors = areLetIn(session.getValue(), tried);
      for (int at = 0; at < tried.size(); at++) {
        if (doors.get(at)) {
          letIn.get(tried.get(at).row()).add(session.getKey());
        }
      }
    }
    Set<String> closers = new TreeSet<>();
    for (Map.Entry<String, Api> session : sessions.entrySet()) {
      if (isLetIn(session.getValue(), new Operation("POST", "company/deletion"))) {
        closers.add(session.getKey());
      }
    }
    letIn.put("POST company/deletion", closers);
    Set<String> leavers = new TreeSet<>();
    for (Map.Entry<String, Api> session : sessions.entrySet()) {
      if (isLetIn(session.getValue(), new Operation("POST", "auth/sign-out"))) {
        leavers.add(session.getKey());
      }
    }
    letIn.put("POST auth/sign-out", leavers);
    AccessMatrix.write("Operations", letIn);
    Assertions.assertThat(letIn).isEqualTo(new TreeMap<>(AccessMatrix.table("Operations")));
  }

  private static boolean isLetIn(Api api, Operation operation) {
    return areLetIn(api, List.of(operation)).get(0);
  }

  /** With a name of nothing, and a body that says nothing: whoever is let in is told so. */
  private static List<Boolean> areLetIn(Api api, List<Operation> operations) {
    List<Api.Answer> answers =
        api.calls(operations.stream().map(AccessMatrixIT::sayingNothing).toList());
    List<Boolean> doors = new ArrayList<>();
    for (int at = 0; at < operations.size(); at++) {
      Operation operation = operations.get(at);
      Api.Answer answer = answers.get(at);
      if (answer.status() == 415) {
        // A machine's own form.
        answer =
            api.call(
                operation.verb(),
                operation.path(),
                "application/x-www-form-urlencoded",
                "nothing=");
      }
      if (answer.status() == 405 || answer.status() == 415) {
        throw new AssertionError("not tried: " + operation + " " + answer);
      }
      doors.add(
          !answer.body().contains("\"SP-SIGN-IN-REQUIRED\"")
              && !answer.body().contains("\"SP-FORBIDDEN\""));
    }
    return doors;
  }

  private static Api.Call sayingNothing(Operation operation) {
    return new Api.Call(
        operation.verb(),
        operation.naming(UUID.randomUUID().toString()),
        "application/json",
        operation.verb().equals("GET") || operation.verb().equals("DELETE") ? null : "{}");
  }

  @Test
  void whatBelongsToAnotherCompanyIsAnsweredLikeWhatIsNotThere(RunningDemo demo, Browser browser)
      throws Exception {
    Customer owner = Customer.connected(demo, browser);
    Customer stranger = Customer.registered(browser);
    List<String> ids = idsOf(demo, owner);
    Assertions.assertThat(ids).hasSizeGreaterThan(5);
    for (Operation operation : operations()) {
      if (!operation.path().contains("{")) {
        continue;
      }
      JsonObject nothing = told(stranger.api(), operation, UUID.randomUUID().toString());
      for (String id : ids) {
        Assertions.assertThat(told(stranger.api(), operation, id))
            .as("%s with %s", operation, id)
            .isEqualTo(nothing);
      }
    }
    Assertions.assertThat(
            owner.api().get("connections/" + owner.connection()).expect(200).json().get("state"))
        .hasToString("\"VERIFIED\"");
  }

  private static JsonObject told(Api api, Operation operation, String id) {
    Api.Answer answer =
        api.call(
            operation.verb(),
            operation.naming(id),
            "application/json",
            operation.verb().equals("GET") || operation.verb().equals("DELETE") ? null : "{}");
    Assertions.assertThat(answer.status()).as("%s: %s", operation, answer).isGreaterThan(399);
    JsonObject problem = answer.json();
    problem.remove("requestId");
    return problem;
  }

  /** Each id in each table that is the company's. */
  private static List<String> idsOf(RunningDemo demo, Customer owner) throws Exception {
    String tenant =
        Administrator.query(
            demo,
            "select tenant_id from sallyport.connection where id = '%s'"
                .formatted(owner.connection()));
    List<String> ids = new ArrayList<>(List.of(tenant));
    for (String table : List.of("person", "passkey", "connection", "sign_in", "audit_event")) {
      ids.add(
          Administrator.query(
              demo,
              "select id from sallyport.%s where tenant_id = '%s' limit 1"
                  .formatted(table, tenant)));
    }
    return ids;
  }
}
