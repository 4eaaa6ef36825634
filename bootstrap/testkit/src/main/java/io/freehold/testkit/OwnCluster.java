package io.freehold.testkit;

import io.freehold.local.LocalCluster;
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

  /** Without nodes. */
  public OwnCluster() {
    this(false);
  }

  private OwnCluster(boolean nodes) {
    this.nodes = nodes;
  }

  /** On which Deployments become available, Jobs complete and namespaces can be deleted. */
  public static OwnCluster withNodes() {
    return new OwnCluster(true);
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
            ControlPlane.class, key -> ControlPlane.start("own", nodes), ControlPlane.class);
    if (parameter.getParameter().getType() == LocalCluster.class) {
      return plane.cluster();
    }
    return store.computeIfAbsent(OutermostClass.of(context), plane::forTests, TestCluster.class);
  }
}
