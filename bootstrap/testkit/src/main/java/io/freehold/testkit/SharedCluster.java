package io.freehold.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link TestCluster} parameter: a namespace of the test class on one API server that
 * all classes of this JVM share. It runs no nodes and no controllers, see {@link
 * io.freehold.local.LocalCluster}; namespaces are not deleted. Tests that change cluster-scoped
 * objects others look at take {@link OwnCluster} instead.
 *
 * <p>Usage: {@code @ExtendWith(SharedCluster.class)} on the class, then a parameter of the
 * constructor or of any method.
 */
public final class SharedCluster implements ParameterResolver {
  private static final Namespace KEY = Namespace.create(SharedCluster.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestCluster.class;
  }

  @Override
  public TestCluster resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var plane =
        context
            .getRoot()
            .getStore(KEY)
            .computeIfAbsent(
                ControlPlane.class, key -> ControlPlane.start("shared", false), ControlPlane.class);
    var testClass = OutermostClass.of(context);
    return context
        .getRoot()
        .getStore(KEY)
        .computeIfAbsent(testClass, plane::forTests, TestCluster.class);
  }
}
