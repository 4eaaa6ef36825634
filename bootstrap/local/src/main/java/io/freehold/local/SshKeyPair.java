package io.freehold.local;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.security.SecurityUtils;

/** An Ed25519 key pair for SSH. It never prints its private half. */
public final class SshKeyPair {
  private final KeyPair keys;
  private final String comment;

  private SshKeyPair(KeyPair keys, String comment) {
    this.keys = keys;
    this.comment = comment;
  }

  /** A new key pair; the comment ends up in its public line. */
  public static SshKeyPair generate(String comment) {
    try {
      var generator = SecurityUtils.getKeyPairGenerator(SecurityUtils.ED25519);
      return new SshKeyPair(generator.generateKeyPair(), comment);
    } catch (GeneralSecurityException e) {
      throw new LocalPlatformException("can not make Ed25519 keys: " + e, e);
    }
  }

  /** Reads the private key in {@code file}, or makes one and writes it there. */
  static SshKeyPair loadOrGenerate(Path file, String comment) {
    try {
      if (!Files.exists(file)) {
        var fresh = generate(comment);
        fresh.writePrivate(file);
        return fresh;
      }
      var content = new ByteArrayInputStream(Files.readAllBytes(file));
      var loaded =
          SecurityUtils.loadKeyPairIdentities(
              null, NamedResource.ofName(file.toString()), content, null);
      return new SshKeyPair(loaded.iterator().next(), comment);
    } catch (IOException | GeneralSecurityException e) {
      throw new LocalPlatformException("can not read the key %s: %s".formatted(file, e), e);
    }
  }

  /** The line of an {@code authorized_keys} file. */
  public String publicLine() {
    return PublicKeyEntry.toString(keys.getPublic()) + " " + comment;
  }

  /** Writes the private half as OpenSSH does, readable by the user only; replaces the file. */
  public void writePrivate(Path file) {
    try {
      var content = new ByteArrayOutputStream();
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(keys, comment, null, content);
      var folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder);
      var attributes =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      var temporary = Files.createTempFile(folder, ".key", "", attributes);
      Files.write(temporary, content.toByteArray());
      Files.move(
          temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new LocalPlatformException("can not write the key %s: %s".formatted(file, e), e);
    }
  }

  KeyPair keys() {
    return keys;
  }

  @Override
  public String toString() {
    return publicLine();
  }
}
