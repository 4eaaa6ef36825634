package io.freehold.access;

import java.time.Instant;

/**
 * A token that the registry declares.
 *
 * @param name its name
 * @param hash {@link Secret#hash} of it
 * @param expires until when it is good
 * @param grant what it may do
 */
public record DeclaredToken(String name, String hash, Instant expires, Grant grant) {}
