package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.bouncycastle.openpgp.PGPSignature;

/**
 * The provenance file of a chart archive: a clear-signed OpenPGP message that names the archive's
 * SHA-256 (Helm's {@code .prov}).
 */
final class Provenance {
  private static final Pattern MESSAGE =
      Pattern.compile(
          "\\A\\s*-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z-]+: [^\n]*\n)*\n(.*?)\n(-----BEGIN PGP SIGNATURE-----\n.*-----END PGP SIGNATURE-----)\\s*\\z",
          Pattern.DOTALL);
  private static final Pattern ARCHIVE =
      Pattern.compile("(?m)^ {2}\\S+: [\"']?sha256:([0-9a-f]{64})[\"']?$");

  private Provenance() {}

  /**
   * Demands that a file is signed by a key of a keyring and names an archive.
   *
   * @param what the chart, for messages
   * @throws SourceException with code {@code SIGNATURE}
   */
  static void require(byte[] file, Digest archive, OpenPgpKeys keys, String what) {
    String text = new String(file, StandardCharsets.UTF_8).replace("\r\n", "\n");
    var message = MESSAGE.matcher(text);
    if (!message.matches()) {
      throw refused(what, "its provenance file is not a clear-signed OpenPGP message");
    }
    String body = message.group(1).replaceAll("(?m)^- ", "");
    // RFC 9580 section 7.2: signed without blanks at the ends of lines and with CRLF between lines.
    String canonical = body.replaceAll("(?m)[ \t]+$", "").replace("\n", "\r\n");
    switch (keys.check(
        message.group(2),
        canonical.getBytes(StandardCharsets.UTF_8),
        PGPSignature.CANONICAL_TEXT_DOCUMENT)) {
      case SignatureCheck.Bad bad -> throw refused(what, bad.reason());
      case SignatureCheck.Good _ -> {
        // Only the part after the end of the chart's metadata lists files.
        int files = body.indexOf("\nfiles:\n");
        var named = ARCHIVE.matcher(files < 0 ? "" : body.substring(files));
        if (named.results().noneMatch(found -> found.group(1).equals(archive.hex()))) {
          throw refused(what, "its provenance file is for another archive");
        }
      }
    }
  }

  private static SourceException refused(String what, String why) {
    return new SourceException(
        Code.SIGNATURE,
        "%s is refused: %s; publish it with helm package --sign, or change the policy"
            .formatted(what, why));
  }
}
