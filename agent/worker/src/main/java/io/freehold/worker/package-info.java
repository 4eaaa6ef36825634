/**
 * The agent's side of foreign template engines: a pool of small child JVMs that render Helm charts
 * and Jsonnet without environment, credentials or the agent's class path, each request within
 * limits of time, memory and output. The same package holds the messages that both sides speak over
 * the child's standard input and output.
 */
@NullMarked
package io.freehold.worker;

import org.jspecify.annotations.NullMarked;
