package io.freehold.source;

/** Where Helm charts come from. */
@FunctionalInterface
public interface ChartRepository {
  /**
   * Fetches a chart. Asking again for what is known costs one small request.
   *
   * @param repositoryUrl {@code https://…} of a repository with an {@code index.yaml}, or a
   *     repository of an OCI registry with or without {@code oci://}
   * @param chart name of the chart in the repository
   * @param versionOrRange version, or range as {@link VersionRange} reads it; empty for the newest
   *     release
   * @throws SourceException when there is no such chart or version, it cannot be fetched, is larger
   *     than allowed, not what its digest says, or not signed as demanded
   */
  ChartArchive fetch(String repositoryUrl, String chart, String versionOrRange);
}
