/** Benchmarks and the fleet simulator. */
@NullMarked
package io.freehold.bench;

import org.jspecify.annotations.NullMarked;
