/**
 * YAML and JSON as Kubernetes tools read them. {@link io.freehold.yaml.Yaml} and {@link
 * io.freehold.yaml.Json} turn bytes into an immutable tree of {@link io.freehold.yaml.Value}s and
 * back. What a plain scalar means is decided by a {@link io.freehold.yaml.Schema}, because kubectl
 * and kustomize differ; duplicate keys are errors; aliases and merge keys are resolved, and shared
 * rather than copied; {@link io.freehold.yaml.Limits} bound what hostile input can cost. Values
 * never change, so a file is parsed once and its tree is shared between threads, renders and
 * caches; an edited copy shares everything but the path to the edit. Errors name file, line and
 * column but never quote values, which may be secret.
 */
@NullMarked
package io.freehold.yaml;

import org.jspecify.annotations.NullMarked;
