package io.freehold.runtime;

/**
 * A branch, tag or commit of a repository, or a version of a chart.
 *
 * @param url repository: Git, Helm, or {@code oci://} for a registry of artifacts
 * @param chart name of the chart, empty when it is none
 * @param revision branch, tag, commit, version or range
 * @param demands what is asked of it besides
 * @param anyHistory whether a commit need not continue from the one before
 */
record SourceKey(String url, String chart, String revision, Demands demands, boolean anyHistory) {
  /** A revision of a repository. */
  SourceKey(String url, String revision) {
    this(url, "", revision, Demands.NONE);
  }

  /** A source whose history only goes forward. */
  SourceKey(String url, String chart, String revision, Demands demands) {
    this(url, chart, revision, demands, false);
  }

  /** The same source, followed wherever it goes. */
  SourceKey followed() {
    return new SourceKey(url, chart, revision, demands, true);
  }

  /** For messages, without credentials. */
  String shown() {
    String shown = Urls.withoutCredentials(url);
    return (chart.isEmpty() ? shown : shown + " " + chart) + " " + revision;
  }
}
