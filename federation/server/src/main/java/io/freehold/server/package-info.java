/** The federation plane process: REST, live events, the fleet page, the registry reader. */
@NullMarked
package io.freehold.server;

import org.jspecify.annotations.NullMarked;
