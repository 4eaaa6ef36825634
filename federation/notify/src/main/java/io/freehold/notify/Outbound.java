package io.freehold.notify;

import io.freehold.notify.GuardedSocket.ForbiddenAddressException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends one request to one server over HTTP/1.1: to an address that the {@link AddressRules} permit
 * and that is checked as it is connected to, within a time and with an answer of a bounded size.
 * Redirects are answers like others, nobody is followed; nothing is kept between requests. The
 * JDK's own client resolves names itself and cannot do the first of these.
 */
public final class Outbound {
  static final Duration TIME = Duration.ofSeconds(10);
  private static final int CONNECT_MILLIS = 5_000;
  private static final int MOST_ADDRESSES = 4;
  private static final int MAX_URL = 4_096;

  private final AddressRules rules;
  private final AddressRules.Resolver resolver;
  private final SSLSocketFactory tls;
  private final Duration time;

  /** With the trust of the JVM. */
  public Outbound(AddressRules rules) {
    this(
        rules,
        AddressRules.Resolver.SYSTEM,
        (SSLSocketFactory) SSLSocketFactory.getDefault(),
        TIME);
  }

  Outbound(
      AddressRules rules, AddressRules.Resolver resolver, SSLSocketFactory tls, Duration time) {
    this.rules = rules;
    this.resolver = resolver;
    this.tls = tls;
    this.time = time;
  }

  /**
   * A request.
   *
   * @param method method
   * @param url where to; https, or http to addresses that the plane's settings name
   * @param headers its headers, without Host and Content-Length
   * @param body its body, empty for none
   */
  record Request(String method, URI url, Map<String, String> headers, String body) {
    Request {
      headers = Map.copyOf(headers);
    }
  }

  /** Reads a URL that somebody wrote. */
  static URI url(String text) throws DeliveryException {
    try {
      URI url = new URI(text.strip());
      String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      if (text.length() <= MAX_URL
          && (scheme.equals("https") || scheme.equals("http"))
          && url.getHost() != null
          && url.getRawUserInfo() == null) {
        return url;
      }
    } catch (java.net.URISyntaxException _) {
      // Not repeated: it may be a secret.
    }
    throw DeliveryException.refused("its URL must be https://host/path without a user");
  }

  /**
   * Sends a request.
   *
   * @throws DeliveryException when there is no answer
   */
  HttpAnswer send(Request request) throws DeliveryException {
    URI url = request.url();
    boolean encrypted = "https".equalsIgnoreCase(url.getScheme());
    int port = url.getPort() >= 0 ? url.getPort() : encrypted ? 443 : 80;
    try (Socket plain = connect(url.getHost(), port, encrypted)) {
      if (!encrypted) {
        return exchange(plain, request);
      }
      try (Socket secure = encrypt(plain, bare(url.getHost()), port)) {
        return exchange(secure, request);
      }
    } catch (ForbiddenAddressException e) {
      throw DeliveryException.refused(String.valueOf(e.getMessage()));
    } catch (UnknownHostException _) {
      throw DeliveryException.failed("the name of its host is unknown");
    } catch (SSLException _) {
      throw DeliveryException.failed("its host cannot be trusted, or TLS failed");
    } catch (IOException _) {
      throw DeliveryException.failed("its host did not answer in time, or not as HTTP");
    }
  }

  private Socket connect(String host, int port, boolean encrypted)
      throws IOException, DeliveryException {
    List<InetAddress> addresses = resolver.addresses(bare(host));
    // All of them: a name of which some addresses are inside is no name of the internet.
    for (InetAddress address : addresses) {
      if (!rules.permits(address)) {
        throw new ForbiddenAddressException();
      }
      if (!encrypted && !rules.named(address)) {
        throw DeliveryException.refused("its URL must begin with https://");
      }
    }
    IOException problem = new IOException("the name has no address");
    for (InetAddress address : addresses.subList(0, Math.min(MOST_ADDRESSES, addresses.size()))) {
      var socket = new GuardedSocket(rules::permits, time);
      try {
        socket.setSoTimeout((int) time.toMillis());
        socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
        return socket;
      } catch (IOException e) {
        socket.close();
        problem = e;
      }
    }
    throw problem;
  }

  private Socket encrypt(Socket plain, String host, int port) throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static HttpAnswer exchange(Socket socket, Request request)
      throws IOException, DeliveryException {
    byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
    URI url = request.url();
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    var head = new StringBuilder();
    head.append(request.method()).append(' ').append(path);
    if (url.getRawQuery() != null) {
      head.append('?').append(url.getRawQuery());
    }
    head.append(" HTTP/1.1\r\nHost: ").append(url.getHost());
    if (url.getPort() >= 0) {
      head.append(':').append(url.getPort());
    }
    head.append("\r\nConnection: close\r\nUser-Agent: freehold-plane\r\nContent-Length: ")
        .append(body.length)
        .append("\r\n");
    request
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("\r\n");
    long lines = head.chars().filter(c -> c == '\n').count();
    // What a secret or a URL holds must not become a header.
    if (head.chars().anyMatch(c -> c > 126 || (c < 32 && c != '\r' && c != '\n'))
        || lines != request.headers().size() + 6L) {
      throw DeliveryException.refused(
          "its URL, token or headers hold characters that they must not");
    }
    socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(body);
    socket.getOutputStream().flush();
    return HttpAnswer.read(socket.getInputStream());
  }

  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
