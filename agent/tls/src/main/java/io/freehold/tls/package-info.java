/**
 * TLS from PEM files: what a {@code Secret} of type {@code kubernetes.io/tls} looks like in a
 * folder, read so that a replaced certificate is used without a restart.
 */
@NullMarked
package io.freehold.tls;

import org.jspecify.annotations.NullMarked;
