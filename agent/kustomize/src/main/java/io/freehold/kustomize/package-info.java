/** Kustomize build in Java: Tree to objects. */
@NullMarked
package io.freehold.kustomize;

import org.jspecify.annotations.NullMarked;
