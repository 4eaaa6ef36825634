/**
 * Where desired state comes from. A {@link io.freehold.source.GitRepository} keeps a bare copy of
 * one Git repository, asks the server only for the one ref it needs, fetches only when that moved,
 * and hands out commits as immutable {@link io.freehold.tree.Tree}s that are read from packs
 * without any check-out. Hosts and users are never guessed: SSH host keys must be pinned,
 * credentials go only to the host they were given for, no Git or SSH configuration of the machine
 * is read or written, and messages carry no secrets. {@link io.freehold.source.DirectoryTree} reads
 * a folder of this machine for the command line and for tests.
 */
@NullMarked
package io.freehold.source;

import org.jspecify.annotations.NullMarked;
