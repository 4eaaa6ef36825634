/** The agent as a process of its own, against a real API server and a real Git server. */
@NullMarked
package io.freehold.conformance.agent;

import org.jspecify.annotations.NullMarked;
