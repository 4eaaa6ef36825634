/**
 * Renderers that users bring: a server that runs in a sidecar container and executes the commands
 * of an Argo CD plugin file, and the client by which the agent asks it over a Unix socket. A folder
 * goes in, YAML comes out; neither side trusts the other, and nothing of the agent's environment or
 * credentials crosses.
 */
@NullMarked
package io.freehold.plugin;

import org.jspecify.annotations.NullMarked;
