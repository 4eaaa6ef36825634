/**
 * Where desired state comes from. Every source becomes an immutable, content-addressed {@link
 * io.freehold.tree.Tree}:
 *
 * <ul>
 *   <li>A {@link io.freehold.source.GitRepository} keeps a bare copy of one Git repository, asks
 *       the server only for the one ref it needs, fetches only when that moved, and hands out
 *       commits that are read from packs without any check-out. {@link
 *       io.freehold.source.Submodules} puts submodules in their places where a policy allows it.
 *   <li>{@link io.freehold.source.ChartRepositories} gives Helm charts of repositories with an
 *       index and of OCI registries.
 *   <li>{@link io.freehold.source.OciArtifacts} gives artifacts of OCI registries.
 *   <li>{@link io.freehold.source.DirectoryTree} reads a folder of this machine for the command
 *       line and for tests.
 * </ul>
 *
 * Versions and ranges of them ({@link io.freehold.source.VersionRange}) mean the same everywhere.
 * {@link io.freehold.source.GitVerifier}, {@link io.freehold.source.CosignKeys} and {@link
 * io.freehold.source.OpenPgpKeys} check who signed.
 *
 * <p>Hosts and users are never guessed: SSH host keys must be pinned, credentials go only to URLs
 * they are bound to ({@link io.freehold.source.CredentialStore}), metadata addresses are asked for
 * nothing ({@link io.freehold.source.GuardedResolverProvider}), no Git or SSH configuration of the
 * machine is read or written, and messages carry no secrets. Everything fails with a {@link
 * io.freehold.source.SourceException}.
 */
@NullMarked
package io.freehold.source;

import org.jspecify.annotations.NullMarked;
