package io.freehold.worker;

/**
 * One document of values for a chart.
 *
 * @param name what messages call it, for example its path in the repository
 * @param text YAML
 */
public record ValuesFile(String name, String text) {}
