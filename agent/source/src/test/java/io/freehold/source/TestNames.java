package io.freehold.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Names for tests, behind the same guard that is in force outside of tests. */
public final class TestNames extends InetAddressResolverProvider {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress METADATA = InetAddress.ofLiteral("169.254.169.254");
  private static final Map<String, List<InetAddress>> NAMES =
      Map.of(
          "metadata.test", List.of(METADATA),
          "mixed.test", List.of(METADATA, LOOPBACK),
          "registry.test", List.of(LOOPBACK),
          "registry.git.test", List.of(LOOPBACK),
          "git.test", List.of(LOOPBACK),
          "other.test", List.of(LOOPBACK));

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return new GuardedResolverProvider.Guarded(new Names(configuration.builtinResolver()));
  }

  @Override
  public String name() {
    return "test-names";
  }

  private record Names(InetAddressResolver builtin) implements InetAddressResolver {
    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      List<InetAddress> known = NAMES.get(host);
      if (known == null) {
        return builtin.lookupByName(host, policy);
      }
      var named = new ArrayList<InetAddress>();
      for (InetAddress address : known) {
        named.add(InetAddress.getByAddress(host, address.getAddress()));
      }
      return named.stream();
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      return builtin.lookupByAddress(address);
    }
  }
}
