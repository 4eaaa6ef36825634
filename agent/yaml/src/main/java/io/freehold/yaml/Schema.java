package io.freehold.yaml;

/** What a plain scalar means. */
public enum Schema {
  /**
   * As {@code kubectl apply} reads manifests (YAML 1.1): {@code on}, {@code yes} and {@code y} are
   * true, {@code 0123} is octal, {@code 1_000} a number, a date is text, an integer beyond 64 bits
   * becomes a floating point number. Keys that are numbers or booleans become their JSON text.
   */
  KUBERNETES,
  /**
   * As kustomize reads resources: like {@link #KUBERNETES}, but only {@code true} and {@code false}
   * (any of three spellings) are booleans, unsigned 64-bit integers survive, and a plain date
   * becomes a point in time.
   */
  KUSTOMIZE
}
