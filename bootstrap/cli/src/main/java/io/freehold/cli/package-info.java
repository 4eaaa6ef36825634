/**
 * The command line {@code freehold}: it hands a cluster to its own folder of a registry ({@link
 * io.freehold.cli.Bootstrap}), shows what agents and planes report, and runs a whole fleet on one
 * machine as a demonstration. Everything it does to a cluster it does with the operator's own
 * kubeconfig and Git rights; nothing here runs after the command has ended.
 */
@NullMarked
package io.freehold.cli;

import org.jspecify.annotations.NullMarked;
