/**
 * What the plane remembers, in PostgreSQL: the clusters that the registry names, the newest state
 * of every cluster and application, the journal, spans and refused reports. By default it brings
 * its own PostgreSQL, whose files live in the plane's data folder and survive restarts; a JDBC URL
 * names an external one. Writing tolerates loss, repetition and disorder: a state is replaced only
 * by one with a larger sequence number, a journal entry is stored once.
 */
@NullMarked
package io.freehold.store;

import org.jspecify.annotations.NullMarked;
