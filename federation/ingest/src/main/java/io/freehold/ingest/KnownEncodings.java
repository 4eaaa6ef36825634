package io.freehold.ingest;

import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import java.util.Set;

/**
 * Hands compressed bodies through as they are. The server would answer 400 to an encoding that
 * nobody has registered; {@link OtlpHttp} decompresses within bounds and says 415 to what it does
 * not understand.
 */
final class KnownEncodings implements ContentEncoding {
  @Override
  public Set<String> ids() {
    return Set.of("gzip", "x-gzip", "deflate", "br", "zstd", "identity");
  }

  @Override
  public boolean supportsEncoding() {
    return false;
  }

  @Override
  public boolean supportsDecoding() {
    return true;
  }

  @Override
  public ContentDecoder decoder() {
    return ContentDecoder.NO_OP;
  }

  @Override
  public ContentEncoder encoder() {
    return ContentEncoder.NO_OP;
  }

  @Override
  public String name() {
    return "handed-through";
  }

  @Override
  public String type() {
    return "handed-through";
  }
}
