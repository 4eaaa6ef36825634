package io.freehold.runtime;

/**
 * A branch, tag or commit of a repository.
 *
 * @param url Git URL
 * @param revision branch, tag or commit
 */
record SourceKey(String url, String revision) {}
