package io.freehold.notify;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where notifications may go: the internet, and the networks that the plane's own settings name.
 * Whoever may write the registry must not reach the plane's machine, its network or its cloud's
 * metadata service through it. Thread safe.
 */
public final class AddressRules {
  /** Only the internet. */
  public static final AddressRules INTERNET = new AddressRules(List.of());

  // Not a host on the internet: IANA's special-purpose registries, and what unpacks to IPv4.
  private static final List<Network> CLOSED =
      networks(
          "0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.0.0.0/24,"
              + "192.0.2.0/24,192.88.99.0/24,192.168.0.0/16,198.18.0.0/15,198.51.100.0/24,"
              + "203.0.113.0/24,224.0.0.0/3,168.63.129.16/32,"
              + "::/8,64:ff9b::/96,64:ff9b:1::/48,100::/64,2001::/23,2001:db8::/32,2002::/16,"
              + "3fff::/20,5f00::/16,fc00::/7,fe00::/8,ff00::/8");

  private final List<Network> allowed;

  private AddressRules(List<Network> allowed) {
    this.allowed = allowed;
  }

  /**
   * Allows more networks.
   *
   * @param text networks as {@code 10.1.0.0/16} or single addresses, separated by commas
   * @throws IllegalArgumentException when one of them is none
   */
  public static AddressRules allowing(String text) {
    return new AddressRules(networks(text));
  }

  /** Whether something may be sent to an address. */
  public boolean permits(InetAddress address) {
    return named(address) || CLOSED.stream().noneMatch(network -> network.contains(address));
  }

  /** Whether the plane's settings name an address: only there things may go unencrypted. */
  public boolean named(InetAddress address) {
    return allowed.stream().anyMatch(network -> network.contains(address));
  }

  private static List<Network> networks(String text) {
    List<Network> networks = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        networks.add(Network.parse(part.strip()));
      }
    }
    return List.copyOf(networks);
  }

  /** The addresses that begin with some bits. */
  private record Network(List<Byte> address, int bits) {
    static Network parse(String text) {
      int slash = text.indexOf('/');
      try {
        InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int most = address.getAddress().length * 8;
        int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
        if (bits >= 0 && bits <= most) {
          return new Network(bytes(address), bits);
        }
      } catch (IllegalArgumentException _) {
        // Reported below.
      }
      throw new IllegalArgumentException(
          "\"" + text + "\" is no network; write it as 10.1.0.0/16 or fd00:1::/32");
    }

    boolean contains(InetAddress other) {
      List<Byte> bytes = bytes(other);
      if (bytes.size() != address.size()) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if ((bytes.get(bit / 8) & mask) != (address.get(bit / 8) & mask)) {
          return false;
        }
      }
      return true;
    }

    private static List<Byte> bytes(InetAddress address) {
      List<Byte> bytes = new ArrayList<>();
      for (byte one : address.getAddress()) {
        bytes.add(one);
      }
      return List.copyOf(bytes);
    }
  }

  /** Finds the addresses of a name. */
  @FunctionalInterface
  interface Resolver {
    /** That of the machine. */
    Resolver SYSTEM = host -> Arrays.asList(InetAddress.getAllByName(host));

    List<InetAddress> addresses(String host) throws UnknownHostException;
  }
}
