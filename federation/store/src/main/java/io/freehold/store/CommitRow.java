package io.freehold.store;

import java.time.Instant;

/**
 * A commit that clusters synced.
 *
 * @param revision the commit
 * @param firstAt when the first sync of it ended
 * @param lastAt when the last one did
 * @param clusters how many clusters synced it
 * @param succeeded how many syncs succeeded
 * @param failed how many failed
 */
public record CommitRow(
    String revision, Instant firstAt, Instant lastAt, long clusters, long succeeded, long failed) {}
