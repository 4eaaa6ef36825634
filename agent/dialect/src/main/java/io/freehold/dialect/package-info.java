/**
 * Argo CD and Flux custom resources in Freehold's terms: reads {@code argoproj.io} and {@code
 * toolkit.fluxcd.io} objects into the model of {@code agent/api}, and writes status back in the
 * shape that each product's users and tools expect. It maps values; it applies nothing.
 */
@NullMarked
package io.freehold.dialect;

import org.jspecify.annotations.NullMarked;
