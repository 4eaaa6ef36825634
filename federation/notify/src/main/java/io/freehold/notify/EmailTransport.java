package io.freehold.notify;

import java.util.List;

/**
 * Mail to some addresses.
 *
 * @param server the mail server
 * @param from who it is from
 * @param to who gets it
 */
record EmailTransport(Server server, String from, List<String> to) implements Transport {
  EmailTransport {
    to = List.copyOf(to);
  }

  /** How the connection to a mail server is kept private. */
  enum Tls {
    /** A plain connection that is upgraded before anything is said; without it nothing is sent. */
    STARTTLS,
    /** TLS from the first byte. */
    TLS,
    /** Not at all: only to servers in networks that the plane's settings name. */
    NONE
  }

  /**
   * A mail server.
   *
   * @param host its name
   * @param port its port
   * @param tls how the connection is kept private
   * @param user who signs in, empty for nobody
   * @param password the password of the user
   */
  record Server(String host, int port, Tls tls, String user, SecretRef password) {}

  @Override
  public String type() {
    return "email";
  }

  @Override
  public Escape escape() {
    return Escape.PLAIN;
  }

  @Override
  public List<SecretRef> secrets() {
    return server.user().isEmpty() ? List.of() : List.of(server.password());
  }

  @Override
  public void deliver(Message message, Wires wires) throws DeliveryException {
    String password = server.user().isEmpty() ? "" : wires.secret(server.password());
    wires.mail().send(this, password, message);
  }
}
