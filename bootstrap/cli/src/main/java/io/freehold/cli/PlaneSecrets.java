package io.freehold.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The secrets of a plane on this machine, made when they are not there yet.
 *
 * @param folder the folder that they are in
 */
record PlaneSecrets(Path folder) {
  /** Name of the file of the secret that signs what the plane tells to the demo's receiver. */
  static final String RECEIVER = "receiver";

  private static final int BYTES = 20;

  static PlaneSecrets in(Path folder) {
    var secrets = new PlaneSecrets(folder);
    try {
      if (!Files.isDirectory(folder)) {
        Folders.createPrivate(folder);
        write(folder.resolve(RECEIVER), random());
        write(secrets.webhooks(), "generic " + random());
        write(secrets.password(), random());
      }
      return secrets;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of the secrets of forges. */
  Path webhooks() {
    return folder.resolve("webhooks");
  }

  /** The file of the password of the local administrator. */
  Path password() {
    return folder.resolve("admin-password");
  }

  /** The secret of a forge that posts generic webhooks. */
  String webhook() {
    try {
      return Files.readString(webhooks()).strip().substring("generic ".length());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) throws IOException {
    Folders.writePrivate(file, (text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
