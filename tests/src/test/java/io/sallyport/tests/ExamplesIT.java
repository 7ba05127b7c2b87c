package io.sallyport.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Command;
import io.sallyport.tests.site.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The examples run exactly as their guide says. */
@ExtendWith(Site.class)
class ExamplesIT {
  private static final Path EXAMPLES = Path.of("../docs/examples");

  @Test
  void eachProgramListsWithTheKeyThatEitherMade(
      RunningDemo demo, Browser browser, @TempDir Path work) throws Exception {
    Customer customer = Customer.connected(demo, browser);
    List<String> commands =
        Files.readAllLines(EXAMPLES.resolve("README.md")).stream()
            .map(String::strip)
            .filter(line -> line.startsWith("java ") || line.startsWith("./"))
            .toList();
    assertThat(commands).hasSize(5);
    for (String maker : commands.subList(0, 2)) {
      Path folder = copied(work.resolve("with-" + maker.replaceAll("\\W+", "-")));
      String jwk = run(folder, maker);
      String client =
          customer
              .api()
              .post(
                  "api-clients",
                  Map.of(
                      "name",
                      "Example",
                      "scopes",
                      List.of("connections:read", "requests:send", "requests:write"),
                      "keys",
                      List.of(JsonParser.parseString(jwk))))
              .expect(201)
              .json()
              .get("id")
              .getAsString();
      assertThat(run(folder, filled(commands.get(2), demo, customer, client)))
          .contains(Customer.ALIAS, customer.connection());
      assertThat(run(folder, filled(commands.get(3), demo, customer, client)))
          .contains("Reservations");
      assertThat(run(folder, filled(commands.get(4), demo, customer, client)))
          .contains("SecretAccessKey", "Expiration");
      assertThat(
              run(
                  folder,
                  filled(
                      commands.get(4).replace("aws-session", "aws-writing-session"),
                      demo,
                      customer,
                      client)))
          .contains("SecretAccessKey", "Expiration");
    }
  }

  private static Path copied(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name : List.of("ListInstances.java", "sallyport.sh")) {
      Files.copy(EXAMPLES.resolve(name), folder.resolve(name));
    }
    assertThat(folder.resolve("sallyport.sh").toFile().setExecutable(true)).isTrue();
    return folder;
  }

  private static String filled(String command, RunningDemo demo, Customer customer, String client) {
    return command
            .replace("https://PORTAL", demo.settings().portalUrl())
            .replace("CLIENT-ID", client)
            .replace("CONNECTION", customer.connection())
        + " "
        + demo.keys().authority();
  }

  private static String run(Path folder, String command) throws Exception {
    return Command.run("/bin/sh", "-c", "cd '" + folder + "' && " + command);
  }
}
