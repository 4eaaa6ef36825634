/**
 * Who may do what in the plane. Roles are bound to people, groups and tokens by a file of the
 * registry, each for some clusters and projects; what somebody may do is computed for every request
 * from the newest good file, and whatever cannot be read, matched or verified gives no right. No
 * role reaches a cluster: the plane has no way into one.
 */
@NullMarked
package io.freehold.access;

import org.jspecify.annotations.NullMarked;
