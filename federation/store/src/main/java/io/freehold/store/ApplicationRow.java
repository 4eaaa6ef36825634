package io.freehold.store;

import io.freehold.api.ApplicationReport;
import java.time.Instant;

/**
 * An application and its newest state.
 *
 * @param cluster where it is
 * @param report the state
 * @param lastReportAt when the plane received it
 * @param cursor where the page after it begins
 */
public record ApplicationRow(
    String cluster, ApplicationReport report, Instant lastReportAt, PageKey cursor) {}
