/** The thin Kubernetes client: server-side apply, watch, discovery, drift projection. */
@NullMarked
package io.freehold.kube;

import org.jspecify.annotations.NullMarked;
