package io.freehold.source;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A commit or annotated tag as its signature sees it.
 *
 * @param name what it is, for messages: {@code the commit …}
 * @param id its full id
 * @param content the bytes that were signed
 * @param signature the armored signature, empty when there is none
 * @param time when it was made, as it says itself
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record SignedObject(String name, String id, byte[] content, String signature, Instant time) {
  private static final List<String> MARKERS =
      List.of(
          "-----BEGIN PGP SIGNATURE-----",
          "-----BEGIN PGP MESSAGE-----",
          "-----BEGIN SSH SIGNATURE-----",
          "-----BEGIN SIGNED MESSAGE-----");

  /**
   * Takes the signature out of a commit: header {@code gpgsig}, continued by lines that begin with
   * a blank.
   *
   * @return empty when the commit has several signatures, of which one could hide another
   */
  static Optional<SignedObject> commit(String name, String id, byte[] raw, Instant time) {
    String text = new String(raw, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\n\n");
    String head = end < 0 ? text : text.substring(0, end + 1);
    var rest = new StringBuilder();
    var signature = new StringBuilder();
    boolean inside = false;
    int signatures = 0;
    for (String line : head.split("(?<=\n)", -1)) {
      boolean continued = line.startsWith(" ");
      if (!continued) {
        inside = line.startsWith("gpgsig ") || line.startsWith("gpgsig-sha256 ");
        signatures += line.startsWith("gpgsig ") ? 1 : 0;
      }
      if (!inside) {
        rest.append(line);
      } else if (line.startsWith("gpgsig ")) {
        signature.append(line, "gpgsig ".length(), line.length());
      } else if (continued && signatures > 0) {
        signature.append(line, 1, line.length());
      }
    }
    rest.append(end < 0 ? "" : text.substring(end + 1));
    return signatures > 1
        ? Optional.empty()
        : Optional.of(
            new SignedObject(
                name,
                id,
                rest.toString().getBytes(StandardCharsets.ISO_8859_1),
                signature.toString().strip(),
                time));
  }

  /** Takes the signature off the end of an annotated tag. */
  static SignedObject tag(String name, String id, byte[] raw, Instant time) {
    String text = new String(raw, StandardCharsets.ISO_8859_1);
    int at = -1;
    for (String marker : MARKERS) {
      int found = text.startsWith(marker) ? 0 : text.lastIndexOf("\n" + marker) + 1;
      at = found > 0 ? Math.max(at, found) : at;
    }
    return new SignedObject(
        name,
        id,
        (at < 0 ? text : text.substring(0, at)).getBytes(StandardCharsets.ISO_8859_1),
        at < 0 ? "" : text.substring(at).strip(),
        time);
  }
}
