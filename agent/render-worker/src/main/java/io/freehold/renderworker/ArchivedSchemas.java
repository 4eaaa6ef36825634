package io.freehold.renderworker;

import io.freehold.worker.WorkerException;
import io.freehold.worker.WorkerException.Code;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Schemas of subcharts in archives. An archive whose schema may refer to something else loses it:
 * the file gets a name that means nothing, of the same length and the same sum, so that nothing
 * else in the archive has to change. Nothing is trusted to be where a tar file says.
 */
final class ArchivedSchemas {
  private static final String NAME = "values.schema.json";
  private static final String NO_NAME = "values.shcema.json";
  private static final int BLOCK = 512;
  private static final int DEPTH = 4;
  private static final Pattern REFERENCE =
      Pattern.compile("\"\\$(?:ref|dynamicRef|recursiveRef|schema)\"\\s*:\\s*\"([^\"]*)\"");
  // Nobody needs to escape a letter, but it would hide a reference.
  private static final Pattern ESCAPE = Pattern.compile("\\\\u00[2-7]");

  private ArchivedSchemas() {}

  /**
   * The archive, as it is when its schemas are harmless.
   *
   * @param without whether it loses schemas in any case
   * @throws WorkerException when it is no archive, is too large, or holds another archive whose
   *     schema leaves it
   */
  static byte[] closed(String path, byte[] archive, boolean without) {
    Optional<String> tar = unpacked(archive, 0);
    if (tar.isEmpty()) {
      throw new WorkerException(Code.FAILED, path + " is no archive of a chart");
    }
    String text = tar.get();
    if (leavesInside(text, DEPTH)) {
      throw new WorkerException(
          Code.FAILED,
          path
              + ": an archive in this archive has a "
              + NAME
              + " that refers to other files or servers, which are not read; unpack it in charts/");
    }
    return text.contains(NAME) && (without || leaves(text))
        ? packed(text.replace(NAME, NO_NAME))
        : archive;
  }

  private static boolean leaves(String text) {
    return ESCAPE.matcher(text).find()
        || REFERENCE
            .matcher(text)
            .results()
            .anyMatch(reference -> !SchemaFiles.isInside(reference.group(1)));
  }

  /** Contents of files start at multiples of a block. */
  private static boolean leavesInside(String text, int depth) {
    for (int at = 0; at + BLOCK <= text.length(); at += BLOCK) {
      if (text.charAt(at) == 0x1f && text.charAt(at + 1) == 0x8b) {
        Optional<String> inner = unpacked(text.getBytes(StandardCharsets.ISO_8859_1), at);
        if (inner.isPresent()
            && (depth == 0
                || (inner.get().contains(NAME) && leaves(inner.get()))
                || leavesInside(inner.get(), depth - 1))) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * One character for each byte, up to where it breaks off; empty when it does not begin as an
   * archive. Helm may stop reading before it comes to what is broken.
   */
  private static Optional<String> unpacked(byte[] bytes, int from) {
    var out = new ByteArrayOutputStream();
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes, from, bytes.length - from))) {
      byte[] content = new byte[1 << 16];
      try {
        for (int n = in.read(content);
            n >= 0 && out.size() <= SubchartArchive.LIMIT;
            n = in.read(content)) {
          out.write(content, 0, n);
        }
      } catch (IOException _) {
        // What was read so far counts.
      }
    } catch (IOException _) {
      return Optional.empty();
    }
    if (out.size() > SubchartArchive.LIMIT) {
      throw SubchartArchive.tooLarge();
    }
    return Optional.of(out.toString(StandardCharsets.ISO_8859_1));
  }

  private static byte[] packed(String tar) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(tar.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException("an archive could not be written to memory", e);
    }
    return bytes.toByteArray();
  }
}
