package io.freehold.runtime;

import java.util.concurrent.atomic.LongAdder;

/** Counts of what the agent did since it started. Thread safe. */
final class Metrics {
  final LongAdder syncsSucceeded = new LongAdder();
  final LongAdder syncsFailed = new LongAdder();
  final LongAdder rollbacks = new LongAdder();
  final LongAdder syncMillis = new LongAdder();
  final LongAdder renders = new LongAdder();
  final LongAdder rendersKept = new LongAdder();
  final LongAdder renderMillis = new LongAdder();
  final LongAdder driftRepairs = new LongAdder();
  final LongAdder drifts = new LongAdder();
  final LongAdder writes = new LongAdder();
  final LongAdder deletions = new LongAdder();
  final LongAdder statusWrites = new LongAdder();
  final LongAdder kindsGivenUp = new LongAdder();
  final LongAdder audits = new LongAdder();
  final LongAdder auditFindings = new LongAdder();
}
