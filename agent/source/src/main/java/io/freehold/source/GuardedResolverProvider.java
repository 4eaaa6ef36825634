package io.freehold.source;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Resolves names as the platform does, without the addresses that {@link Addresses} refuses. The
 * platform finds it as a service, so it is in force for the whole JVM: whatever Git, SSH or HTTP
 * client connects to a name, it gets only addresses that were checked, and no second answer of a
 * name server can slip in between check and use.
 */
public final class GuardedResolverProvider extends InetAddressResolverProvider {
  private static final int MOST_REMEMBERED = 256;

  /** Names that had nothing but refused addresses; the platform forgets why it cached a failure. */
  private static final Map<String, String> REFUSED = new ConcurrentHashMap<>();

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return new Guarded(configuration.builtinResolver());
  }

  @Override
  public String name() {
    return "freehold-guarded";
  }

  /** The address because of which a name was last refused. */
  static Optional<String> refused(String host) {
    return Optional.ofNullable(REFUSED.get(host));
  }

  /** Leaves out what is refused. */
  record Guarded(InetAddressResolver builtin) implements InetAddressResolver {
    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      List<InetAddress> all = builtin.lookupByName(host, policy).toList();
      List<InetAddress> allowed =
          all.stream().filter(address -> !Addresses.isRefused(address)).toList();
      if (allowed.isEmpty() && !all.isEmpty()) {
        if (REFUSED.size() >= MOST_REMEMBERED) {
          REFUSED.clear();
        }
        String address = all.getFirst().getHostAddress();
        REFUSED.put(host, address);
        throw new UnknownHostException(host + " resolves to the refused address " + address);
      }
      REFUSED.remove(host);
      return allowed.stream();
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      return builtin.lookupByAddress(address);
    }
  }
}
