/**
 * Programs that measure Freehold on real parts: a real API server, a real Git server, the agent
 * started as users start it. Results go to docs/benchmarks.md together with the command that
 * produced them; nothing here is a test.
 */
@NullMarked
package io.freehold.bench;

import org.jspecify.annotations.NullMarked;
