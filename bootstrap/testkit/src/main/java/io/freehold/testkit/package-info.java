/** The local platform as JUnit extensions. */
@NullMarked
package io.freehold.testkit;

import org.jspecify.annotations.NullMarked;
