/**
 * Turns a folder into the objects it means. {@link io.freehold.render.Renderer} picks the tool by
 * what the folder holds and answers a {@link io.freehold.render.Rendered}: objects in a fixed
 * order, each with the place it was written, and a digest. Rendering is a pure function of the
 * {@link io.freehold.tree.Tree} and its options, so results are cached by content and shared by all
 * applications. Nothing outside the tree is read, and whatever cannot be understood is an error
 * that names file, line and remedy: objects that silently went missing would be pruned from the
 * cluster.
 */
@NullMarked
package io.freehold.render;

import org.jspecify.annotations.NullMarked;
