/** The command line: bootstrap, demo, get. */
@NullMarked
package io.freehold.cli;

import org.jspecify.annotations.NullMarked;
