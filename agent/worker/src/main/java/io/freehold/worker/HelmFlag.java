package io.freehold.worker;

/** Switches of a Helm rendering. */
public enum HelmFlag {
  /** Also what is in the {@code crds/} folders of the chart and of its enabled subcharts. */
  INCLUDE_CRDS,
  /** Without hooks that are tests. */
  SKIP_TESTS,
  /** Values are not compared with the {@code values.schema.json} files. */
  SKIP_SCHEMA_VALIDATION
}
