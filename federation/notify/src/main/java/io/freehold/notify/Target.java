package io.freehold.notify;

/**
 * Somebody who can be told things.
 *
 * @param name its name
 * @param transport by which way
 * @param perMinute at most so many messages in a minute; what comes more waits and is put together
 */
record Target(String name, Transport transport, int perMinute) {}
