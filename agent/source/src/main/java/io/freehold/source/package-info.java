/** Where desired state comes from: Git over SSH and HTTPS, pinned host keys. */
@NullMarked
package io.freehold.source;

import org.jspecify.annotations.NullMarked;
