package io.freehold.source;

import org.eclipse.jgit.transport.Transport;

/** A repository in a folder of this machine. */
record LocalAccess() implements Access {
  @Override
  public void configure(Transport transport) {
    // Nothing to present and nobody to check.
  }
}
