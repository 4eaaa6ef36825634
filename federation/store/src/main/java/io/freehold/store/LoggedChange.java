package io.freehold.store;

/**
 * A change and its position.
 *
 * @param id where it is in the stream
 * @param change what changed
 */
public record LoggedChange(EventId id, Change change) {}
