@NullMarked
package io.freehold.sops;

import org.jspecify.annotations.NullMarked;
