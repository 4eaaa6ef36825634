/**
 * How an agent reports outward: the complete state of the cluster and of each application as OTLP
 * log events, ended syncs and repaired drift as a journal that waits in an on-disk outbox until a
 * receiver has taken it, and one span per sync. Everything is sent by one virtual thread to
 * whatever OTLP/HTTP endpoint the cluster's folder names, signed with the cluster's key; callers
 * never wait, and nothing that a receiver answers is interpreted beyond success, failure and when
 * to try again.
 */
@NullMarked
package io.freehold.telemetry;

import org.jspecify.annotations.NullMarked;
