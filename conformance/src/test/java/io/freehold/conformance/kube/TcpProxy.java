package io.freehold.conformance.kube;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network between the agent and its API server that can fail: everything is cut, nothing gets
 * through.
 */
final class TcpProxy implements AutoCloseable {
  private final InetSocketAddress target;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  TcpProxy(URI target) throws IOException {
    this.target = new InetSocketAddress(target.getHost(), target.getPort());
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Ends all connections and refuses new ones. */
  void cut() {
    cut = true;
    open.forEach(TcpProxy::end);
  }

  /** Lets connections through again. */
  void heal() {
    cut = false;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        open.add(near);
        if (cut) {
          end(near);
          continue;
        }
        Socket far = new Socket(target.getAddress(), target.getPort());
        open.add(far);
        pump(near, far);
        pump(far, near);
        if (cut) {
          end(near);
          end(far);
        }
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void pump(Socket from, Socket to) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            from.getInputStream().transferTo(to.getOutputStream());
          } catch (IOException e) {
            // Cut, or one end hung up: the other one is told below.
          } finally {
            end(from);
            end(to);
            open.remove(from);
            open.remove(to);
          }
        });
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
