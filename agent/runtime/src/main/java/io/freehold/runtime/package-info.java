/** The agent process: wiring, one actor per application, leases, health endpoints, metrics. */
@NullMarked
package io.freehold.runtime;

import org.jspecify.annotations.NullMarked;
