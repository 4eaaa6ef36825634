package io.freehold.runtime;

import io.freehold.engine.OperationPolicy;

/**
 * What a sync is for: another commit with the same objects is the same goal.
 *
 * @param digest digest of the objects
 * @param policy what a sync may do
 * @param rules how objects are compared and written
 */
record Goal(String digest, OperationPolicy policy, SyncRules rules) {}
