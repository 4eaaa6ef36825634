package io.freehold.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;

/** Nested test classes belong to their outermost one. */
final class OutermostClass {
  private OutermostClass() {}

  static Class<?> of(ExtensionContext context) {
    var result = context.getRequiredTestClass();
    while (result.getEnclosingClass() != null) {
      result = result.getEnclosingClass();
    }
    return result;
  }

  /** The context of that class, which ends after its last test. */
  static ExtensionContext contextOf(ExtensionContext context) {
    var result = context;
    var testClass = of(context);
    while (!result.getTestClass().filter(testClass::equals).isPresent()
        || result.getTestMethod().isPresent()) {
      result = result.getParent().orElseThrow();
    }
    return result;
  }
}
