package io.freehold.notify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * A connection that is only made to an address that is permitted. The check is made on the address
 * that is connected to, so a name that means another one a moment later gains nothing. It is cut
 * when its time is over, whatever the other side does.
 */
final class GuardedSocket extends Socket {
  private final Predicate<InetAddress> permitted;
  private final Thread end;

  GuardedSocket(Predicate<InetAddress> permitted, Duration time) {
    this.permitted = permitted;
    this.end =
        Thread.ofVirtual()
            .name("notification-deadline")
            .start(() -> {
              try {
                Thread.sleep(time);
                super.close();
              } catch (InterruptedException | IOException _) {
                // It was closed before, or is closed as well as can be.
              }
            });
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    InetAddress address = ((InetSocketAddress) endpoint).getAddress();
    if (address == null) {
      throw new IOException("the name of the host is unknown");
    }
    if (!permitted.test(address)) {
      close();
      throw new ForbiddenAddressException();
    }
    super.connect(endpoint, timeout);
  }

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    connect(endpoint, 0);
  }

  @Override
  public void close() throws IOException {
    // The superclass's constructor does not call it, but tools that inspect may.
    end.interrupt();
    super.close();
  }

  /** The address is not one that may be told things. */
  static final class ForbiddenAddressException extends IOException {
    private static final long serialVersionUID = 1L;

    ForbiddenAddressException() {
      super(
          "the host has an address of the plane's own network, or another that is none of the internet;"
              + " FREEHOLD_NOTIFY_ALLOW of the plane names networks that may be used");
    }
  }
}
