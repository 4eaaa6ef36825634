package io.freehold.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.security.SecurityUtils;

/** An SSH key pair. It prints as its public half. */
public final class SshKey {
  private static final int ED25519_BITS = 256;

  private final KeyPair pair;
  private final byte[] openSsh;
  private final String publicLine;

  private SshKey(KeyPair pair, byte[] openSsh, String comment) {
    this.pair = pair;
    this.openSsh = openSsh;
    this.publicLine =
        PublicKeyEntry.toString(pair.getPublic()) + (comment.isEmpty() ? "" : " " + comment);
  }

  /** A new Ed25519 key that exists in memory only. */
  public static SshKey generate(String comment) {
    try {
      KeyPair pair = KeyUtils.generateKeyPair("ssh-ed25519", ED25519_BITS);
      var out = new ByteArrayOutputStream();
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, comment, null, out);
      return new SshKey(pair, out.toByteArray(), comment);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot make an Ed25519 key", e);
    }
  }

  /**
   * Reads an unencrypted private key in OpenSSH or PEM form.
   *
   * @param name what the messages call it
   * @throws CliException when it is something else
   */
  public static SshKey read(String name, byte[] text, String comment) {
    try {
      Iterable<KeyPair> pairs =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName(name), new ByteArrayInputStream(text), null);
      Iterator<KeyPair> first =
          pairs == null ? Arrays.<KeyPair>asList().iterator() : pairs.iterator();
      if (first.hasNext()) {
        return new SshKey(first.next(), text.clone(), comment);
      }
      throw new CliException(ExitCode.USAGE, name + " holds no private SSH key");
    } catch (GeneralSecurityException | IOException e) {
      throw new CliException(
          ExitCode.USAGE,
          name + " is not a private SSH key without a passphrase in OpenSSH or PEM form",
          e);
    }
  }

  /** Reads a private key file. */
  public static SshKey read(Path file) {
    try {
      return read(file.toString(), Files.readAllBytes(file), "");
    } catch (IOException e) {
      throw new CliException(ExitCode.USAGE, "cannot read the key " + file, e);
    }
  }

  /** The public half as an OpenSSH line. */
  public String publicLine() {
    return publicLine;
  }

  /** {@code SHA256:…} as forges show it. */
  public String fingerprint() {
    return KeyUtils.getFingerPrint(pair.getPublic());
  }

  /** The private half in the form in which it was read or made; the caller keeps it secret. */
  public byte[] openSsh() {
    return openSsh.clone();
  }

  KeyPair pair() {
    return pair;
  }

  @Override
  public String toString() {
    return publicLine;
  }
}
