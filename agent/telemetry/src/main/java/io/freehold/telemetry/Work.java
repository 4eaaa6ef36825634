package io.freehold.telemetry;

import io.freehold.api.ClusterReport;
import java.util.List;
import java.util.Optional;

/**
 * One pass of the reporter.
 *
 * @param target where to
 * @param cluster newest cluster report, for the resource
 * @param picks states that are due
 */
record Work(ReportTarget target, Optional<ClusterReport> cluster, List<States.Pick> picks) {}
