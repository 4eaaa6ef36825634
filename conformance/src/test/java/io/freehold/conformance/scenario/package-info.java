/** What happens to a fleet of real processes when things change and break, as its users see it. */
@NullMarked
package io.freehold.conformance.scenario;

import org.jspecify.annotations.NullMarked;
