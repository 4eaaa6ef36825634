/** Argo CD and Flux custom resources to and from the own model. */
@NullMarked
package io.freehold.dialect;

import org.jspecify.annotations.NullMarked;
