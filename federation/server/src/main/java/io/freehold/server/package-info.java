/**
 * The federation plane as a process: it reads the registry with its own read-only key to know the
 * clusters, receives and stores what they report, and shows it as REST, as a stream of changes and
 * as a page. It can show and nothing else: there is no route, message or credential by which it
 * could change a cluster, and it keeps serving what it knows while the registry cannot be reached.
 */
@NullMarked
package io.freehold.server;

import org.jspecify.annotations.NullMarked;
