/** Kustomize builds against the cases of upstream's own tests, through the command line. */
@NullMarked
package io.freehold.conformance.kustomize;

import org.jspecify.annotations.NullMarked;
