package io.freehold.store;

import java.time.Instant;

/**
 * Requests that were refused for one reason.
 *
 * @param claimed cluster that the sender claimed to be, empty when it did not say
 * @param reason why
 * @param count how often
 * @param firstAt when for the first time
 * @param lastAt when for the last time
 */
public record Refusal(String claimed, String reason, long count, Instant firstAt, Instant lastAt) {}
