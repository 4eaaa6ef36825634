/**
 * {@code kustomize build} in Java: a pure function from a {@link io.freehold.tree.Tree} and options
 * to ordered objects. It knows no Kubernetes client and no Git, never forks, and is usable as a
 * library on its own.
 */
@NullMarked
package io.freehold.kustomize;

import org.jspecify.annotations.NullMarked;
