/** YAML and JSON as Kubernetes reads them: an immutable tree with positions. */
@NullMarked
package io.freehold.yaml;

import org.jspecify.annotations.NullMarked;
