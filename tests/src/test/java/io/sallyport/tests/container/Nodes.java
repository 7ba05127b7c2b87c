package io.sallyport.tests.container;

import io.sallyport.contract.node.NodeKind;
import io.sallyport.demo.DemoSettings;
import io.sallyport.demo.Port;
import io.sallyport.demo.keys.DevelopmentKeys;
import io.sallyport.demo.part.LibertyNode;
import io.sallyport.demo.part.Postgres;
import io.sallyport.tests.site.Site;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jboss.arquillian.config.descriptor.api.GroupDef;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * A web node and a decrypt node from their server packages, FIPS module and all, and a database.
 * They differ from a site's in four ways: tests come in over plain HTTP; Arquillian says which
 * application there is; every role, with the node's own binding of it, can be run as; and
 * Arquillian attaches to their JVMs, which a decrypt node's start check refuses, so that neither
 * calls itself one ({@code VaultIT} has the real node).
 */
final class Nodes implements AutoCloseable {
  static final String WEB = "web-node";
  static final String DECRYPT = "decrypt-node";

  private static final String REGISTRY = "runAs";

  /** Read after the node's own configuration. */
  private static final String OVERRIDES =
      """
      <server>
        <featureManager><feature>localConnector-1.0</feature></featureManager>
        <config updateTrigger="polled" monitorInterval="250ms"/>
        <httpEndpoint id="defaultHttpEndpoint" httpPort="%1$d" httpsPort="-1"/>
        <virtualHost id="default_host"><hostAlias>*:%1$d</hostAlias></virtualHost>
        <basicRegistry id="%2$s" realm="defaultRealm">
          %3$s
        </basicRegistry>
      </server>
      """;

  private final Path work;
  private final DemoSettings settings;
  private final DevelopmentKeys keys;
  private final Postgres database;

  private Nodes(Path work, DemoSettings settings) throws IOException {
    this.work = work;
    this.settings = settings;
    keys = DevelopmentKeys.in(work.resolve("keys"));
    database = new Postgres(settings, keys);
  }

  /** Unpacks both nodes and starts the database. */
  static Nodes prepare() throws IOException, InterruptedException {
    Path work = Path.of(System.getProperty("sallyport.work"), "arquillian");
    Site.deleteTree(work);
    Files.createDirectories(work);
    Nodes nodes =
        new Nodes(
            work,
            new DemoSettings(
                Path.of(System.getProperty("sallyport.parts")).normalize(),
                work,
                work.resolve("demo.json"),
                Site.freePorts()));
    nodes.unpack(WEB, Port.WEB_HEALTH, Map.of("sallyport.portal.port", Port.PORTAL));
    nodes.unpack(DECRYPT, Port.DECRYPT_HEALTH, Map.of("sallyport.internal.port", Port.INTERNAL));
    nodes.database.start();
    return nodes;
  }

  private void unpack(String kind, Port http, Map<String, Port> ports) throws IOException {
    LibertyNode node =
        new LibertyNode(settings, keys, kind, settings.port(http))
            .with("sallyport.node.name", kind + "-in-test")
            .with("sallyport.portal.origin", settings.portalUrl())
            .with("sallyport.db.port", settings.port(Port.DATABASE));
    ports.forEach((variable, port) -> node.with(variable, settings.port(port)));
    node.with("sallyport.node.kind", NodeKind.WEB.configured());
    node.prepare();
    Files.deleteIfExists(node.folder().resolve("configDropins/defaults/jvm.options"));
    // Arquillian speaks JMX to it, which deserializes what no node of ours ever does.
    Files.writeString(
        node.folder().resolve("configDropins/overrides/jvm.options"),
        "-Djdk.serialFilter=maxdepth=1000\n",
        StandardOpenOption.APPEND);
    Files.move(
        node.folder().resolve("apps/sallyport.ear"),
        work.resolve("sallyport.ear"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(
        node.folder().resolve("server.env"), "JAVA_HOME=" + System.getProperty("java.home") + "\n");
    // A node listens to no "server stop" (command.port=-1); Arquillian stops it with just that.
    Files.delete(node.folder().resolve("bootstrap.properties"));
    try {
      Document server = read(node.folder().resolve("server.xml"));
      Element application = only(server, "application");
      List<String> users = makeAllRunnable(application);
      application.getParentNode().removeChild(application);
      // Arquillian says where the application is; what it is loaded and bound by stays the node's.
      application.removeAttribute("location");
      application.removeAttribute("type");
      Document binding = parse("<server/>");
      binding.getDocumentElement().appendChild(binding.importNode(application, true));
      write(server, node.folder().resolve("server.xml"));
      write(binding, work.resolve(kind + "-application.xml"));
      Files.writeString(
          node.folder().resolve("configDropins/overrides/test.xml"),
          OVERRIDES.formatted(settings.port(http), REGISTRY, String.join("\n    ", users)));
    } catch (ParserConfigurationException | SAXException | TransformerException e) {
      throw new IOException(e);
    }
    // Arquillian looks for the server's process by name, among all on this machine.
    Files.move(node.folder(), node.folder().resolveSibling(name(kind)));
  }

  /**
   * Gives each role that lacks one a user to run as, and each that is bound to nobody a group.
   *
   * @return the users and groups that the registry needs for it
   */
  private static List<String> makeAllRunnable(Element application) {
    List<String> registry = new ArrayList<>();
    NodeList roles = application.getElementsByTagName("security-role");
    for (int i = 0; i < roles.getLength(); i++) {
      Element role = (Element) roles.item(i);
      if (role.getElementsByTagName("run-as").getLength() > 0) {
        continue;
      }
      String name = role.getAttribute("name");
      if (role.getElementsByTagName("group").getLength() == 0) {
        Element group = child(role, "group");
        group.setAttribute("name", name);
        group.setAttribute("access-id", "group:defaultRealm/" + name);
      }
      child(role, "run-as").setAttribute("userid", "test-" + name);
      registry.add("<user name=\"test-%1$s\" password=\"test-%1$s\"/>".formatted(name));
      registry.add("<group name=\"%1$s\"><member name=\"test-%1$s\"/></group>".formatted(name));
    }
    return registry;
  }

  /** Tells Arquillian where the nodes are. */
  void describe(GroupDef group) {
    for (Map.Entry<String, Port> node :
        Map.of(WEB, Port.WEB_HEALTH, DECRYPT, Port.DECRYPT_HEALTH).entrySet()) {
      group
          .container(node.getKey())
          .property("usrDir", user(node.getKey()).toString())
          .property("serverName", name(node.getKey()))
          .property("httpPort", Integer.toString(settings.port(node.getValue())));
    }
  }

  /** Has a node load and bind its application as its own configuration says, once there is one. */
  void bind(String kind) throws IOException {
    Files.copy(
        work.resolve(kind + "-application.xml"),
        binding(kind),
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Undoes {@link #bind}: what is bound, Liberty does not take for removed. */
  void unbind(String kind) throws IOException {
    Files.deleteIfExists(binding(kind));
  }

  private Path binding(String kind) {
    return user(kind)
        .resolve("servers")
        .resolve(name(kind))
        .resolve("configDropins/overrides/application.xml");
  }

  /** Where {@link LibertyNode} unpacks a node, Liberty's {@code WLP_USER_DIR}. */
  private Path user(String kind) {
    return work.resolve("nodes").resolve(kind).resolve("usr");
  }

  /** The roles that a node's own configuration binds, in its order. */
  static List<String> boundRoles(String kind) throws IOException {
    Path file =
        Path.of(System.getProperty("sallyport.work"), "arquillian", kind + "-application.xml");
    List<String> names = new ArrayList<>();
    try {
      NodeList roles = read(file).getElementsByTagName("security-role");
      for (int i = 0; i < roles.getLength(); i++) {
        names.add(((Element) roles.item(i)).getAttribute("name"));
      }
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(e);
    }
    return names;
  }

  private static String name(String kind) {
    return kind + "-of-" + ProcessHandle.current().pid();
  }

  private static Document read(Path file)
      throws IOException, ParserConfigurationException, SAXException {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
  }

  private static Document parse(String text)
      throws IOException, ParserConfigurationException, SAXException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(text)));
  }

  private static void write(Document document, Path file) throws TransformerException {
    TransformerFactory.newInstance()
        .newTransformer()
        .transform(new DOMSource(document), new StreamResult(file.toFile()));
  }

  private static Element only(Document document, String name) {
    NodeList found = document.getElementsByTagName(name);
    if (found.getLength() != 1) {
      throw new IllegalStateException("a node's server.xml has one " + name);
    }
    return (Element) found.item(0);
  }

  private static Element child(Element parent, String name) {
    Element child = parent.getOwnerDocument().createElement(name);
    parent.appendChild(child);
    return child;
  }

  @Override
  public void close() {
    database.close();
  }
}
