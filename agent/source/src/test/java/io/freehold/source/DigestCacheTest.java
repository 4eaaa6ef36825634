package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestCacheTest {
  @TempDir Path folder;

  @Test
  void theLeastRecentlyReadGoesWhenThereAreTooManyEntriesOrBytes() {
    var cache = new DigestCache(folder, 10, 3);
    put(cache, "aaa");
    put(cache, "bbb");
    put(cache, "ccc");
    assertThat(has(cache, "aaa")).isTrue();
    put(cache, "d");
    assertThat(has(cache, "bbb")).isFalse();
    put(cache, "eeeee");
    assertThat(has(cache, "ccc")).isFalse();
    assertThat(has(cache, "aaa")).isTrue();
    put(cache, "more than ten");
    assertThat(has(cache, "more than ten")).isFalse();
  }

  @Test
  void whatIsInUseStaysOverARestart() throws IOException {
    var cache = new DigestCache(folder, 100, 3);
    for (String text : new String[] {"used", "b", "c"}) {
      put(cache, text);
      Files.setLastModifiedTime(
          folder.resolve("sha256-" + digest(text).hex()), FileTime.fromMillis(1000));
    }
    assertThat(cache.has(digest("used"))).isTrue();
    var again = new DigestCache(folder, 100, 3);
    put(again, "d");
    put(again, "e");
    assertThat(has(again, "used")).isTrue();
    assertThat(has(again, "b") || has(again, "c")).isFalse();
  }

  @Test
  void contentOutlivesARestartAndIsVerified() throws IOException {
    put(new DigestCache(folder, 100, 10), "kept");
    Files.write(folder.resolve("left.part"), new byte[3]);
    var again = new DigestCache(folder, 100, 10);
    assertThat(has(again, "kept")).isTrue();
    assertThat(folder.resolve("left.part")).doesNotExist();

    Path file = folder.resolve("sha256-" + digest("kept").hex());
    Files.write(file, new byte[] {1});
    assertThat(has(again, "kept")).isFalse();
    assertThat(file).doesNotExist();
    put(again, "kept");
    assertThat(has(again, "kept")).isTrue();
    Files.delete(file);
    assertThat(has(again, "kept")).isFalse();
  }

  private static void put(DigestCache cache, String text) {
    cache.put(digest(text), text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean has(DigestCache cache, String text) {
    return cache.get(digest(text)).isPresent();
  }

  private static Digest digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
