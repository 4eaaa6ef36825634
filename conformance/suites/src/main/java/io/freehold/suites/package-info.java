/**
 * Answers the data cases of compatibility suites, so that anyone can run cases against Freehold's
 * parts without a cluster. A {@link io.freehold.suites.Suite} turns the fields of one case into a
 * call of the part that the suite is about and the result into fields of an answer; it holds no
 * behaviour of its own. {@link io.freehold.suites.Main} speaks the line protocol.
 */
@NullMarked
package io.freehold.suites;

import org.jspecify.annotations.NullMarked;
