package io.freehold.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Key pairs for tests. */
final class Keys {
  private Keys() {}

  static KeyPair ed25519() throws GeneralSecurityException {
    return SecurityUtils.getKeyPairGenerator(SecurityUtils.ED25519).generateKeyPair();
  }

  /** The private key as ssh-keygen writes it. */
  static String openSsh(KeyPair pair) throws IOException, GeneralSecurityException {
    var out = new ByteArrayOutputStream();
    OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", null, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
