package io.freehold.server;

/**
 * How the plane's view of the registry is.
 *
 * @param revision newest commit that was read, empty before the first one
 * @param available whether the registry answered the last time it was asked
 * @param message why it did not, for people and without secrets
 */
record RegistryStatus(String revision, boolean available, String message) {}
