package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * The addresses that no source may be at: those of the machine's own link, where clouds serve the
 * identity of the machine, and addresses that are no host's. Loopback and private networks are
 * allowed, as registries live there.
 */
final class Addresses {
  /** Metadata services outside of link-local ranges: Alibaba, Azure, Oracle, AWS, Google. */
  private static final Set<String> METADATA =
      Set.of(
          "646464c8",
          "a83f8110",
          "c00000c0",
          "fd000ec2000000000000000000000254",
          "fd2000ce000000000000000000000254");

  private static final byte[] NAT64 = HexFormat.of().parseHex("0064ff9b0000000000000000");
  private static final byte[] COMPATIBLE = new byte[12];
  private static final int IPV6_BYTES = 16;

  private Addresses() {}

  /** Whether nothing may be fetched from an address. */
  static boolean isRefused(InetAddress address) {
    return address.isLinkLocalAddress()
        || address.isAnyLocalAddress()
        || address.isMulticastAddress()
        || METADATA.contains(HexFormat.of().formatHex(address.getAddress()))
        || (!address.isLoopbackAddress()
            && embedded(address).filter(Addresses::isRefused).isPresent());
  }

  /**
   * Refuses a host that is written as an address. Names are checked when they are resolved, by
   * {@link GuardedResolverProvider}.
   *
   * @param host as in a URL, IPv6 addresses with or without brackets
   */
  static void requireAllowed(String host) {
    String plain =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    try {
      if (isRefused(InetAddress.ofLiteral(plain))) {
        throw refused(host);
      }
    } catch (IllegalArgumentException _) {
      // A name.
    }
  }

  static SourceException refused(String what) {
    return new SourceException(
        Code.URL,
        what
            + " is a link-local or metadata address, from which nothing is fetched; use the address of the server");
  }

  /** The IPv4 address inside of an IPv6 one that a gateway would unpack. */
  private static Optional<InetAddress> embedded(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address || bytes.length != IPV6_BYTES) {
      return Optional.empty();
    }
    byte[] head = Arrays.copyOf(bytes, 12);
    if (Arrays.equals(head, NAT64) || Arrays.equals(head, COMPATIBLE)) {
      return ipv4(Arrays.copyOfRange(bytes, 12, IPV6_BYTES));
    }
    boolean sixToFour = bytes[0] == 0x20 && bytes[1] == 0x02;
    return sixToFour ? ipv4(Arrays.copyOfRange(bytes, 2, 6)) : Optional.empty();
  }

  private static Optional<InetAddress> ipv4(byte[] bytes) {
    try {
      return Optional.of(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
