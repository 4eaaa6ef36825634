/**
 * The process in which foreign template engines run: Helm and Jsonnet in a small JVM of their own
 * that starts with an empty environment, holds no credential, and is killed when it exceeds its
 * limits. The agent talks to it over pipes; nothing of it is on the agent's class path.
 */
@NullMarked
package io.freehold.renderworker;

import org.jspecify.annotations.NullMarked;
