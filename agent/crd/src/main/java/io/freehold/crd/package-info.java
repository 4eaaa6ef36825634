/**
 * Writes the CustomResourceDefinitions of Freehold's kinds, generated from the records of the api
 * module. It runs at build time only; nothing else depends on it.
 */
@NullMarked
package io.freehold.crd;

import org.jspecify.annotations.NullMarked;
