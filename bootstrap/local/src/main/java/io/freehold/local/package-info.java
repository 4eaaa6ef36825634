/** The local platform: real control planes, a Git server with deploy keys. */
@NullMarked
package io.freehold.local;

import org.jspecify.annotations.NullMarked;
