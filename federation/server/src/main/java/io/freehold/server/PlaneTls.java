package io.freehold.server;

import io.freehold.tls.TlsFolder;
import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How the plane's listeners speak TLS.
 *
 * @param folder {@code FREEHOLD_TLS_DIR}: {@code tls.crt} and {@code tls.key}; empty for plain HTTP
 * @param agents {@code FREEHOLD_OTLP_CLIENT_CA}: file of the authorities that certificates of
 *     agents must lead to; empty when agents need none
 */
record PlaneTls(String folder, String agents) {
  static final PlaneTls NONE = new PlaneTls("", "");

  PlaneTls {
    if (folder.isEmpty() && !agents.isEmpty()) {
      throw new SettingsException("FREEHOLD_OTLP_CLIENT_CA needs FREEHOLD_TLS_DIR");
    }
  }

  boolean used() {
    return !folder.isEmpty();
  }

  /** For people and forges. */
  Optional<Tls> web(InstantSource clock) {
    return used() ? Optional.of(tls("", clock)) : Optional.empty();
  }

  /** For agents and collectors. */
  Optional<Tls> otlp(InstantSource clock) {
    return used() ? Optional.of(tls(agents, clock)) : Optional.empty();
  }

  private Tls tls(String clients, InstantSource clock) {
    boolean asks = !clients.isEmpty();
    try {
      return Tls.builder()
          .sslContext(TlsFolder.server(Path.of(folder), asks ? Path.of(clients) : null, clock))
          .clientAuth(asks ? TlsClientAuth.REQUIRED : TlsClientAuth.NONE)
          .build();
    } catch (IllegalArgumentException e) {
      throw new SettingsException("TLS of the listeners: " + e.getMessage());
    }
  }
}
