package io.freehold.sops;

import static java.util.Objects.requireNonNull;

import io.freehold.yaml.Document;
import io.freehold.yaml.Schema;
import io.freehold.yaml.Value;
import io.freehold.yaml.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files made with sops 3.11.0 for the throwaway keys beside them. */
final class Fixture {
  private Fixture() {}

  static byte[] bytes(String name) {
    try (var in = Fixture.class.getResourceAsStream(name)) {
      return requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  static Decryption decryption(String keys) {
    return new Decryption(List.of(AgeKeys.parse(keys, text(keys))));
  }

  static List<Value> documents(byte[] yaml) {
    return Yaml.parse("documents", yaml, Schema.KUBERNETES).stream().map(Document::root).toList();
  }
}
