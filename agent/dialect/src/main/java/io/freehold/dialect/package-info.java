/**
 * Argo CD's Applications in Freehold's terms: reads {@code argoproj.io} objects, tells how an
 * Application stands, and decides what its sync does next, by that product's own rules where they
 * differ from ours. It decides; it reads and writes nothing. The agent's runtime does what it says.
 */
@NullMarked
package io.freehold.dialect;

import org.jspecify.annotations.NullMarked;
