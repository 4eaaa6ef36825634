@NullMarked
package io.freehold.suites;

import org.jspecify.annotations.NullMarked;
