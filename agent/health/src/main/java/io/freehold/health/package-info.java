/** Health of one live object. */
@NullMarked
package io.freehold.health;

import org.jspecify.annotations.NullMarked;
