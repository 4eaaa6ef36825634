package io.freehold.testkit;

import io.freehold.local.LocalCluster;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives one test class a control plane of its own, started for its first test and ended after its
 * last. As a static field:
 *
 * <pre>{@code
 * @RegisterExtension static final OwnCluster CLUSTER = OwnCluster.withNodes();
 * }</pre>
 *
 * and then a {@link TestCluster} parameter, or {@link LocalCluster} for a test that ends it.
 * {@code @ExtendWith(OwnCluster.class)} gives one without nodes.
 */
public final class OwnCluster implements ParameterResolver {
  private static final Namespace KEY = Namespace.create(OwnCluster.class);

  private final boolean nodes;
  private final Optional<Path> stages;

  /** Without nodes. */
  public OwnCluster() {
    this(false, Optional.empty());
  }

  private OwnCluster(boolean nodes, Optional<Path> stages) {
    this.nodes = nodes;
    this.stages = stages;
  }

  /** On which Deployments become available, Jobs complete and namespaces can be deleted. */
  public static OwnCluster withNodes() {
    return new OwnCluster(true, Optional.empty());
  }

  /** With nodes, where pods live as a file of kwok stages says. */
  public static OwnCluster withStages(Path stages) {
    return new OwnCluster(true, Optional.of(stages));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == TestCluster.class || type == LocalCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var store = OutermostClass.contextOf(context).getStore(KEY);
    var plane =
        store.computeIfAbsent(
            ControlPlane.class,
            key -> ControlPlane.start("own", nodes, stages),
            ControlPlane.class);
    if (parameter.getParameter().getType() == LocalCluster.class) {
      return plane.cluster();
    }
    return store.computeIfAbsent(OutermostClass.of(context), plane::forTests, TestCluster.class);
  }
}
