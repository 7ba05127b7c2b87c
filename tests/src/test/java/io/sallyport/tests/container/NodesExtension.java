package io.sallyport.tests.container;

import java.io.IOException;
import org.jboss.arquillian.config.descriptor.api.ArquillianDescriptor;
import org.jboss.arquillian.container.spi.event.container.BeforeDeploy;
import org.jboss.arquillian.container.spi.event.container.BeforeUnDeploy;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.api.event.ManagerStopping;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** Has the nodes prepared before Arquillian starts them, and cleared away after the last test. */
public final class NodesExtension implements LoadableExtension {
  @Override
  public void register(ExtensionBuilder builder) {
    builder.observer(Preparation.class);
  }

  /** What Arquillian calls. */
  public static final class Preparation {
    private Nodes nodes;

    /** Before Arquillian itself reads {@code arquillian.xml}'s containers. */
    public void prepare(@Observes(precedence = 1) ArquillianDescriptor descriptor)
        throws IOException, InterruptedException {
      nodes = Nodes.prepare();
      nodes.describe(descriptor.group("nodes"));
    }

    /** Before an application comes to a node. */
    public void bind(@Observes BeforeDeploy event) throws IOException {
      nodes.bind(event.getDeployment().getTarget().getName());
    }

    /** Before it leaves. */
    public void unbind(@Observes BeforeUnDeploy event) throws IOException {
      nodes.unbind(event.getDeployment().getTarget().getName());
    }

    /** When the servers have stopped. */
    public void clear(@Observes ManagerStopping event) {
      if (nodes != null) {
        nodes.close();
      }
    }
  }
}
