/**
 * The {@link io.freehold.tree.Tree}: what sources give and renderers read, an immutable and
 * content-addressed view of a folder. It depends on nothing but the JDK, so that libraries such as
 * kustomize can be used on their own.
 */
@NullMarked
package io.freehold.tree;

import org.jspecify.annotations.NullMarked;
