package io.sallyport.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.Entity;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

/** Liberty finds no entities by itself: whoever writes one must list it. */
class EntityListTest {
  @Test
  void persistenceXmlListsExactlyTheEntitiesThereAre() throws Exception {
    assertThat(listed()).containsExactlyInAnyOrderElementsOf(entities());
  }

  private static List<String> listed() throws Exception {
    List<String> names = new ArrayList<>();
    try (InputStream in = EntityListTest.class.getResourceAsStream("/META-INF/persistence.xml")) {
      NodeList classes =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(in)
              .getElementsByTagName("class");
      for (int i = 0; i < classes.getLength(); i++) {
        names.add(classes.item(i).getTextContent().strip());
      }
    }
    return names;
  }

  private static List<String> entities() throws Exception {
    Path classes =
        Path.of(
            URI.create(
                EntityListTest.class
                    .getResource("/META-INF/persistence.xml")
                    .toString()
                    .replace("META-INF/persistence.xml", "")));
    try (Stream<Path> files = Files.walk(classes)) {
      List<String> names =
          files
              .filter(file -> file.toString().endsWith(".class"))
              .map(file -> classes.relativize(file).toString().replace(".class", ""))
              .map(name -> name.replace('/', '.'))
              .filter(EntityListTest::isEntity)
              .toList();
      assertThat(names).hasSizeGreaterThan(5);
      return names;
    }
  }

  private static boolean isEntity(String name) {
    try {
      return Class.forName(name, false, EntityListTest.class.getClassLoader())
          .isAnnotationPresent(Entity.class);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
