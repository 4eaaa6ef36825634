/** Bootstrapping real clusters against a Git server that enforces deploy keys. */
@NullMarked
package io.freehold.conformance.bootstrap;

import org.jspecify.annotations.NullMarked;
