/** Deploy keys on Git forges. */
@NullMarked
package io.freehold.forge;

import org.jspecify.annotations.NullMarked;
