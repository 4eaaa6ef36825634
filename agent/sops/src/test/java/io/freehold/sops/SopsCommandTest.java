package io.freehold.sops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.freehold.yaml.Document;
import io.freehold.yaml.Json;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Value;
import io.freehold.yaml.Yaml;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Encrypts random documents with the command sops, where it is on the path, and compares. */
class SopsCommandTest {
  private static final List<List<String>> OPTIONS =
      List.of(
          List.of(),
          List.of("--encrypted-regex", "^k[0-4]"),
          List.of("--unencrypted-regex", "^k[0-4]"),
          List.of("--encrypted-suffix", "3"),
          List.of("--unencrypted-suffix", "3"),
          List.of("--mac-only-encrypted", "--encrypted-regex", "[02468]$"));

  private final AgeKeys keys = AgeKeys.parse("keys", Fixture.text("test.agekey"));
  private final Decryption decryption = new Decryption(List.of(keys));

  @TempDir Path work;

  @TestFactory
  Stream<DynamicTest> what_sops_encrypts_is_decrypted() {
    Path sops = command();
    var tests = new ArrayList<DynamicTest>();
    for (String suffix : List.of(".yaml", ".json", ".env", ".ini", ".bin")) {
      for (int i = 0; i < OPTIONS.size(); i++) {
        List<String> options = OPTIONS.get(i);
        String name = "document" + i + suffix;
        tests.add(DynamicTest.dynamicTest(name, () -> compare(sops, name, options)));
      }
    }
    return tests.stream();
  }

  private void compare(Path sops, String name, List<String> options) throws Exception {
    Path file = work.resolve(name);
    Files.write(file, content(name, new Random(name.hashCode())));
    var encrypt = new ArrayList<>(List.of("--encrypt", "--age", keys.recipients().getFirst()));
    encrypt.addAll(options);
    byte[] encrypted = run(sops, encrypt, file);
    assertThat(encrypted).asString().contains("ENC[AES256_GCM,");
    Files.write(file, encrypted);
    byte[] expected = run(sops, List.of("--decrypt"), file);
    byte[] clear = decryption.decrypt(name, encrypted).orElseThrow();
    if (name.endsWith(".yaml")) {
      assertThat(yaml(clear)).isEqualTo(yaml(expected));
    } else if (name.endsWith(".json")) {
      assertThat(Json.parse("ours", clear, Schema.KUBERNETES).root())
          .isEqualTo(Json.parse("theirs", expected, Schema.KUBERNETES).root());
    } else {
      assertThat(clear).isEqualTo(expected);
    }
  }

  private byte[] run(Path sops, List<String> options, Path file)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(sops.toString()));
    command.addAll(options);
    command.add(file.toString());
    Path keyFile = Files.writeString(work.resolve("keys.txt"), Fixture.text("test.agekey"));
    Path out = work.resolve("out");
    Path err = work.resolve("err");
    var builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.directory(work.toFile()).environment().put("SOPS_AGE_KEY_FILE", keyFile.toString());
    assertThat(builder.start().waitFor()).as(() -> read(err)).isZero();
    return Files.readAllBytes(out);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static List<Value> yaml(byte[] bytes) {
    return Yaml.parse("yaml", bytes, Schema.KUBERNETES).stream().map(Document::root).toList();
  }

  private static Path command() {
    for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
      Path sops = Path.of(folder, "sops");
      if (Files.isExecutable(sops)) {
        return sops;
      }
    }
    return abort("the command sops is not on the path; nothing is compared");
  }

  private static byte[] content(String name, Random random) {
    if (name.endsWith(".bin")) {
      byte[] bytes = new byte[1 + random.nextInt(100_000)];
      random.nextBytes(bytes);
      return bytes;
    }
    var out = new StringBuilder();
    boolean map = name.endsWith(".yaml") || name.endsWith(".json");
    if (map) {
      node(out, 4, true, random);
    } else {
      for (int i = 0; i < 10; i++) {
        if (name.endsWith(".ini") && i % 4 == 0) {
          out.append("[section%d]\n".formatted(i));
        }
        out.append("k%d=%s\n".formatted(i, random.nextInt(4) == 0 ? "" : word(random)));
      }
    }
    return out.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void node(StringBuilder out, int depth, boolean map, Random random) {
    int size = 1 + random.nextInt(5);
    out.append(map ? '{' : '[');
    for (int i = 0; i < size; i++) {
      out.append(i == 0 ? "" : ", ").append(map ? "\"k%d\": ".formatted(i) : "");
      switch (depth == 0 ? 9 : random.nextInt(10)) {
        case 0, 1 -> node(out, depth - 1, true, random);
        case 2, 3 -> node(out, depth - 1, false, random);
        case 4 -> out.append(random.nextInt());
        case 5 -> out.append(random.nextDouble() * Math.pow(10, random.nextInt(40) - 20));
        case 6 -> out.append(random.nextBoolean());
        case 7 -> out.append("null");
        case 8 -> out.append("\"\"");
        default -> out.append('"').append(word(random)).append('"');
      }
    }
    out.append(map ? '}' : ']');
  }

  private static String word(Random random) {
    var words =
        List.of("yes", "ü€😀", "12", "1e3", "2020-01-01", "a: b", "x y", "null", "tab\\t", "~");
    return words.get(random.nextInt(words.size())) + (random.nextBoolean() ? "" : " end");
  }
}
