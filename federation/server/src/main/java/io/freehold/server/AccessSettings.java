package io.freehold.server;

import io.freehold.access.LocalPassword;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How people reach the plane, and who may look without signing in.
 *
 * @param publicUrl {@code FREEHOLD_PUBLIC_URL}: what browsers call it, without a path; empty for
 *     its port on this machine
 * @param anonymous {@code FREEHOLD_ANONYMOUS}: whether anybody may look
 * @param local {@code FREEHOLD_LOCAL_ADMIN}: password of the local administrator, empty for none
 * @param secrets {@code FREEHOLD_SECRETS_DIR}: folder of files with secrets that the registry names
 */
record AccessSettings(
    Optional<URI> publicUrl, boolean anonymous, Optional<LocalPassword> local, Path secrets) {
  /**
   * What browsers call the plane.
   *
   * @param here what those of this machine can call it
   */
  URI url(URI here) {
    return publicUrl.orElse(here);
  }
}
