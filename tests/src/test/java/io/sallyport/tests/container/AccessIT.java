package io.sallyport.tests.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.tenancy.company.Companies;
import io.sallyport.tests.access.AccessMatrix;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.Stateless;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every role against every method of every EJB that a web node's services are, inside Liberty,
 * beside what {@code docs/access-matrix.md} says. The vault's own are tried by {@link
 * VaultRolesIT}, on a decrypt node.
 */
@Tag("in-liberty")
@ExtendWith(ArquillianExtension.class)
class AccessIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @ArquillianResource private URL node;

  @Deployment(testable = false)
  @TargetsContainer(Nodes.WEB)
  static EnterpriseArchive ear() {
    return Ears.around(AccessTrial.class);
  }

  @Test
  void everyRoleIsLetIntoExactlyTheMethodsThatTheMatrixSays() throws Exception {
    Map<String, Set<String>> letIn = new TreeMap<>();
    for (Class<?> bean : beans()) {
      for (Class<?> view : views(bean)) {
        for (Method method : methods(view)) {
          Set<String> roles = new TreeSet<>();
          for (String role : AccessMatrix.EVERYBODY) {
            if (trial(role, view, method).equals(AccessTrial.LET_IN)) {
              roles.add(role);
            }
          }
          letIn.merge(
              bean.getSimpleName() + "." + method.getName(),
              roles,
              (one, other) -> {
                assertThat(one).as("overloads of " + method).isEqualTo(other);
                return one;
              });
        }
      }
    }
    AccessMatrix.write("Services", letIn);
    assertThat(letIn).isEqualTo(new TreeMap<>(AccessMatrix.table("Services")));
  }

  private static List<Method> methods(Class<?> view) {
    return Stream.of(view.getMethods())
        .filter(method -> method.getDeclaringClass() != Object.class)
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .toList();
  }

  private static List<Class<?>> views(Class<?> bean) {
    Local local = bean.getAnnotation(Local.class);
    if (local != null) {
      return List.of(local.value());
    }
    return bean.getInterfaces().length == 0 ? List.of(bean) : List.of(bean.getInterfaces());
  }

  /** All EJBs of the tenancy module, out of its archive. */
  private static List<Class<?>> beans() throws IOException, ReflectiveOperationException {
    List<Class<?>> beans = new ArrayList<>();
    String archive = Companies.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    try (JarFile jar = new JarFile(archive)) {
      for (String name :
          jar.stream()
              .map(entry -> entry.getName())
              .filter(each -> each.endsWith(".class"))
              .toList()) {
        Class<?> type =
            Class.forName(
                name.replace('/', '.').replaceAll("\\.class$", ""),
                false,
                AccessIT.class.getClassLoader());
        if (type.isAnnotationPresent(Stateless.class)
            || type.isAnnotationPresent(Singleton.class)) {
          beans.add(type);
        }
      }
    }
    assertThat(beans).hasSizeGreaterThan(10);
    return beans;
  }

  private String trial(String role, Class<?> view, Method method)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        CLIENT.send(
            HttpRequest.newBuilder(
                    URI.create(
                        "%saccess?role=%s&type=%s&method=%s"
                            .formatted(
                                node,
                                role,
                                view.getName(),
                                URLEncoder.encode(method.toString(), StandardCharsets.UTF_8))))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }
}
