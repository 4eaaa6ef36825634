package io.freehold.store;

import java.time.Instant;

/**
 * A change of an application's health.
 *
 * @param cluster where
 * @param namespace namespace of the application
 * @param name name of the application
 * @param at when
 * @param health what it became
 */
public record HealthFact(
    String cluster, String namespace, String name, Instant at, String health) {}
