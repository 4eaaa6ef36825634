package io.freehold.server;

import io.freehold.access.AccessException;
import io.freehold.access.AccessFile;
import io.freehold.access.AccessPolicy;
import io.freehold.server.PlaneConfiguration.BrokenException;
import java.util.Map;

/** The part of the plane's configuration that says who may do what. */
final class AccessPart {
  private AccessPart() {}

  /** Without a file nobody may do anything. */
  static AccessPolicy read(Map<String, byte[]> files) throws BrokenException {
    byte[] file = files.get(AccessFile.PATH);
    if (file == null) {
      return AccessPolicy.NOBODY;
    }
    try {
      return AccessFile.read(file);
    } catch (AccessException e) {
      throw new BrokenException(e.problem());
    }
  }
}
