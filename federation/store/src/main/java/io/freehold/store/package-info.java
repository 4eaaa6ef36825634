/** PostgreSQL schema, queries and the embedded default. */
@NullMarked
package io.freehold.store;

import org.jspecify.annotations.NullMarked;
