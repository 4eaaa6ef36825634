package io.freehold.source;

import io.freehold.tree.Tree;

/**
 * An artifact of an OCI registry at one moment.
 *
 * @param tag the tag that was found, empty when a digest was named
 * @param digest of the manifest, {@code sha256:…}: the exact revision
 * @param tree its content
 */
public record OciArtifact(String tag, String digest, Tree tree) {}
