package io.freehold.runtime;

/**
 * A branch, tag or commit of a repository, or a version of a chart.
 *
 * @param url repository: Git, Helm, or {@code oci://} for a registry of artifacts
 * @param chart name of the chart, empty when it is none
 * @param revision branch, tag, commit, version or range
 */
record SourceKey(String url, String chart, String revision) {
  /** A revision of a repository. */
  SourceKey(String url, String revision) {
    this(url, "", revision);
  }

  /** For messages, without credentials. */
  String shown() {
    String shown = Urls.withoutCredentials(url);
    return (chart.isEmpty() ? shown : shown + " " + chart) + " " + revision;
  }
}
