/** A separate small JVM for Helm and Jsonnet, without credentials. */
@NullMarked
package io.freehold.renderworker;

import org.jspecify.annotations.NullMarked;
