/**
 * Decrypts files that <a href="https://github.com/getsops/sops">SOPS</a> encrypted: YAML, JSON,
 * dotenv, INI and binary, wholly or in part. {@link io.freehold.sops.Decryption} takes one file;
 * {@link io.freehold.sops.DecryptingTree} shows a whole {@link io.freehold.tree.Tree} as if nothing
 * were encrypted. Keys come through the port {@link io.freehold.sops.DataKeySource}; {@link
 * io.freehold.sops.AgeKeys} is the one for age. A file is either given back in clear with its
 * message authentication code verified, or refused: it is never passed on encrypted.
 */
@NullMarked
package io.freehold.sops;

import org.jspecify.annotations.NullMarked;
