package io.freehold.store;

import java.time.Instant;
import java.util.Optional;

/**
 * When a cluster was last heard of.
 *
 * @param cluster its name
 * @param intervalSeconds longest silence that its cluster.yaml allows
 * @param at when the plane received something new last; empty when it never did
 */
public record LastSeen(String cluster, long intervalSeconds, Optional<Instant> at) {}
