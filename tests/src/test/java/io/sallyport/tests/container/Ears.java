package io.sallyport.tests.container;

import java.io.File;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ArchivePath;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * The EAR that the nodes run, with a test in place of its WARs: the same EJB jars, byte for byte,
 * over the same libraries.
 */
final class Ears {
  /** The module with the EJBs that call in a role. */
  static final String CALLERS = "callers";

  private static final String APPLICATION =
      """
      <application xmlns="https://jakarta.ee/xml/ns/jakartaee" version="10">
        <initialize-in-order>true</initialize-in-order>
        %s
        <module><ejb>%s.jar</ejb></module>
        <module><web><web-uri>test.war</web-uri><context-root>/test</context-root></web></module>
      </application>
      """;
  private static final String EJB_JAR =
      """
      <ejb-jar xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0">
        <enterprise-beans>
          <session>
            <ejb-name>RoleWitness</ejb-name>
            <ejb-class>io.sallyport.tests.container.RoleWitness</ejb-class>
            <session-type>Stateless</session-type>
            %s
          </session>
          %s
        </enterprise-beans>
        <assembly-descriptor>
          %s
        </assembly-descriptor>
      </ejb-jar>
      """;
  private static final String ROLE_REF =
      "<security-role-ref><role-name>%s</role-name></security-role-ref>";
  private static final String SECURITY_ROLE =
      "<security-role><role-name>%s</role-name></security-role>";
  private static final String CALLER =
      """
      <session>
        <ejb-name>%1$s</ejb-name>
        <local-bean/>
        <ejb-class>io.sallyport.tests.container.Caller</ejb-class>
        <session-type>Stateless</session-type>
        <security-identity><run-as><role-name>%1$s</role-name></run-as></security-identity>
      </session>
      """;

  private Ears() {}

  /** The nodes' EAR around {@code test}. */
  static EnterpriseArchive around(Class<?>... test) {
    EnterpriseArchive ear =
        ShrinkWrap.create(ZipImporter.class, "sallyport.ear")
            .importFrom(nodesEar().toFile())
            .as(EnterpriseArchive.class);
    // Only the WARs, which are not here, ask AWS: its SDK is three quarters of the EAR.
    List<ArchivePath> left =
        ear
            .getContent(
                path ->
                    path.get().endsWith(".war") || path.get().startsWith("/lib/software.amazon."))
            .keySet()
            .stream()
            .toList();
    left.forEach(ear::delete);
    ear.delete("/META-INF/application.xml");
    String modules =
        ear.getContent(path -> path.get().matches("/[^/]+\\.jar")).keySet().stream()
            // In the nodes' own order: what starts with the crypto module asks the tenancy module.
            .sorted(Comparator.comparing(path -> !path.get().contains("ejb-tenancy")))
            .map(path -> "<module><ejb>" + path.get().substring(1) + "</ejb></module>")
            .collect(Collectors.joining());
    return ear.setApplicationXML(new StringAsset(APPLICATION.formatted(modules, CALLERS)))
        .addAsLibrary(jarOf(Assertions.class))
        .addAsModule(callers())
        .addAsModule(
            ShrinkWrap.create(WebArchive.class, "test.war")
                .addClasses(test)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml"));
  }

  private static File jarOf(Class<?> type) {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  private static Path nodesEar() {
    return Path.of(System.getProperty("sallyport.work"), "arquillian", "sallyport.ear");
  }

  private static JavaArchive callers() {
    String descriptor = EJB_JAR.formatted(each(ROLE_REF), each(CALLER), each(SECURITY_ROLE));
    return ShrinkWrap.create(JavaArchive.class, CALLERS + ".jar")
        .addClasses(Caller.class, Caller.Outcome.class, RoleWitness.class, Roles.class)
        .addAsManifestResource(new StringAsset(descriptor), "ejb-jar.xml");
  }

  private static String each(String template) {
    return Roles.ALL.stream().map(template::formatted).collect(Collectors.joining());
  }
}
