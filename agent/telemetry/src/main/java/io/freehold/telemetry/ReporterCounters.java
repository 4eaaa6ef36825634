package io.freehold.telemetry;

/**
 * Numbers for {@code /metrics}; all but {@code waiting} only grow while the process lives.
 *
 * @param sent log records that a receiver took
 * @param spans spans that a receiver took
 * @param failed requests that failed and are or were tried again
 * @param refused records that the receiver refused for good
 * @param waiting journal entries in the outbox
 * @param lost journal entries dropped because the outbox was full or the disk failed; kept over
 *     restarts
 */
public record ReporterCounters(
    long sent, long spans, long failed, long refused, long waiting, long lost) {}
