/** Picks the tool for a folder and renders it to objects; cached by content. */
@NullMarked
package io.freehold.render;

import org.jspecify.annotations.NullMarked;
