package io.freehold.notify;

import io.freehold.notify.EmailTransport.Tls;
import io.freehold.notify.GuardedSocket.ForbiddenAddressException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.Properties;
import java.util.function.Predicate;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Sends mail over SMTP, to servers at addresses that the {@link AddressRules} permit. */
public final class Mailer {
  private static final Duration TIME = Duration.ofSeconds(20);
  private static final String TIMEOUT = "8000";
  private static final int LONGEST_SUBJECT = 200;

  private final AddressRules rules;
  private final SSLSocketFactory tls;

  /** With the trust of the JVM. */
  public Mailer(AddressRules rules) {
    this(rules, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  Mailer(AddressRules rules, SSLSocketFactory tls) {
    this.rules = rules;
    this.tls = tls;
  }

  /** Sends a message. */
  void send(EmailTransport mail, String password, Message message) throws DeliveryException {
    EmailTransport.Server server = mail.server();
    Session session = Session.getInstance(properties(server));
    try {
      MimeMessage mime = new Mail(session, message.id());
      mime.setFrom(new InternetAddress(mail.from(), true));
      for (String to : mail.to()) {
        mime.addRecipient(jakarta.mail.Message.RecipientType.TO, new InternetAddress(to, true));
      }
      mime.setSubject(Message.cut(message.title(), LONGEST_SUBJECT), StandardCharsets.UTF_8.name());
      mime.setSentDate(Date.from(message.at()));
      mime.setHeader("Auto-Submitted", "auto-generated");
      mime.setText(message.title() + "\n\n" + message.text() + "\n", StandardCharsets.UTF_8.name());
      mime.saveChanges();
      try (Transport transport = session.getTransport("smtp")) {
        transport.connect(
            server.host(),
            server.port(),
            server.user().isEmpty() ? null : server.user(),
            server.user().isEmpty() ? null : password);
        transport.sendMessage(mime, mime.getAllRecipients());
      }
    } catch (AuthenticationFailedException _) {
      throw DeliveryException.refused("the mail server refuses user or password");
    } catch (SendFailedException _) {
      throw DeliveryException.refused("the mail server refuses sender or receivers");
    } catch (AddressException _) {
      throw DeliveryException.refused("from or to is no mail address");
    } catch (MessagingException e) {
      throw failure(e);
    }
  }

  private Properties properties(EmailTransport.Server server) {
    var properties = new Properties();
    properties.put(
        "mail.smtp.socketFactory",
        new Guarded(server.tls() == Tls.NONE ? rules::named : rules::permits));
    properties.put("mail.smtp.socketFactory.fallback", "false");
    properties.put("mail.smtp.connectiontimeout", TIMEOUT);
    properties.put("mail.smtp.timeout", TIMEOUT);
    properties.put("mail.smtp.auth", Boolean.toString(!server.user().isEmpty()));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.localhost", "freehold-plane");
    switch (server.tls()) {
      case STARTTLS -> {
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", "true");
        properties.put("mail.smtp.ssl.socketFactory", tls);
      }
      // The guarded connection is wrapped by the library, with the trust of the JVM.
      case TLS -> properties.put("mail.smtp.ssl.enable", "true");
      case NONE -> properties.put("mail.smtp.starttls.enable", "false");
    }
    return properties;
  }

  /** Messages of the library repeat what servers say; only what they mean is passed on. */
  private static DeliveryException failure(MessagingException e) {
    for (Throwable cause = e; cause != null; cause = next(cause)) {
      if (cause instanceof ForbiddenAddressException) {
        return DeliveryException.refused(String.valueOf(cause.getMessage()));
      }
      if (cause instanceof javax.net.ssl.SSLException) {
        return DeliveryException.failed("the mail server cannot be trusted, or TLS failed");
      }
    }
    return DeliveryException.failed("the mail server did not take the message");
  }

  private static @Nullable Throwable next(Throwable cause) {
    return cause instanceof MessagingException mail && mail.getNextException() != null
        ? mail.getNextException()
        : cause.getCause();
  }

  /** A mail with the same id each time it is sent. */
  private static final class Mail extends MimeMessage {
    private final String id;

    Mail(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", "<" + id + "@freehold>");
    }
  }

  /** Makes connections that are only made where they may be. */
  private static final class Guarded extends SocketFactory {
    private final Predicate<InetAddress> permitted;

    // What goes unencrypted goes only where the settings say.
    Guarded(Predicate<InetAddress> permitted) {
      this.permitted = permitted;
    }

    @Override
    public Socket createSocket() {
      return new GuardedSocket(permitted, TIME);
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }
  }
}
