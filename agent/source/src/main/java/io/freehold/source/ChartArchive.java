package io.freehold.source;

import io.freehold.tree.Tree;

/**
 * One version of a chart.
 *
 * @param name name of the chart
 * @param version the exact version as its repository writes it
 * @param digest of the archive as it was sent, {@code sha256:…}
 * @param tree the chart's folder, {@code Chart.yaml} at its root
 */
public record ChartArchive(String name, String version, String digest, Tree tree) {}
