package io.freehold.ingest;

import io.helidon.webserver.ProtocolConfigs;
import io.helidon.webserver.http2.spi.Http2SubProtocolProvider;
import io.helidon.webserver.http2.spi.Http2SubProtocolSelector;

/**
 * Makes our gRPC known to Helidon's HTTP/2; found as a service, active only where it is configured.
 */
public final class GrpcProtocolProvider implements Http2SubProtocolProvider<GrpcProtocol> {
  /** For the service loader. */
  public GrpcProtocolProvider() {}

  @Override
  public String protocolType() {
    return GrpcProtocol.TYPE;
  }

  @Override
  public Class<GrpcProtocol> protocolConfigType() {
    return GrpcProtocol.class;
  }

  @Override
  public Http2SubProtocolSelector create(GrpcProtocol config, ProtocolConfigs configs) {
    return config;
  }
}
