/**
 * The shared vocabulary of Freehold: the records of the API group {@code freehold.io/v1}, the
 * states an application can be in, what an agent reports and how it signs its reports. Nothing here
 * does I/O, and every other module may depend on it.
 */
@NullMarked
package io.freehold.api;

import org.jspecify.annotations.NullMarked;
