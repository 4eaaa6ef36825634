package io.freehold.runtime;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.GpgSignature;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.Signer;
import org.eclipse.jgit.transport.CredentialsProvider;

/** Signs commits with a new Ed25519 key, as {@code ssh-keygen -Y sign -n git}. */
final class SshSigning implements Signer {
  private static final int KEY_BYTES = 32;

  private final KeyPair key;

  SshSigning() throws GeneralSecurityException {
    key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  /** The line of {@code allowed_signers} that trusts the key. */
  String allowedSigner() {
    return "dev@example.org namespaces=\"git\" ssh-ed25519 "
        + Base64.getEncoder().encodeToString(publicKey());
  }

  @Override
  public GpgSignature sign(
      Repository repository,
      GpgConfig config,
      byte[] data,
      PersonIdent committer,
      String signingKey,
      CredentialsProvider credentials) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-512").digest(data);
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initSign(key.getPrivate());
      ed25519.update(join(magic(), text("git"), text(""), text("sha512"), block(digest)));
      byte[] signature = join(text("ssh-ed25519"), block(ed25519.sign()));
      byte[] blob =
          join(
              magic(),
              new byte[] {0, 0, 0, 1},
              block(publicKey()),
              text("git"),
              text(""),
              text("sha512"),
              block(signature));
      String base64 = Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(blob);
      return new GpgSignature(
          ("-----BEGIN SSH SIGNATURE-----\n" + base64 + "\n-----END SSH SIGNATURE-----")
              .getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean canLocateSigningKey(
      Repository repository,
      GpgConfig config,
      PersonIdent committer,
      String signingKey,
      CredentialsProvider credentials) {
    return true;
  }

  private byte[] publicKey() {
    byte[] encoded = key.getPublic().getEncoded();
    return join(
        text("ssh-ed25519"),
        block(Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length)));
  }

  private static byte[] magic() {
    return "SSHSIG".getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] text(String text) {
    return block(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] block(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var data = new DataOutputStream(out)) {
      data.writeInt(bytes.length);
      data.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
