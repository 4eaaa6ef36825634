package io.freehold.sops;

import static java.util.stream.Collectors.joining;

import io.freehold.sops.DataKeySource.CannotOpenException;
import io.freehold.sops.DataKeySource.WrappedKey;
import io.freehold.sops.SopsException.Code;
import io.freehold.yaml.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decrypts single files with the keys of one application. Thread safe. */
public final class Decryption {
  private static final int KEY_BYTES = 32;
  private static final int NAMED = 3;

  private final List<DataKeySource> sources;
  private final int maxBytes;
  private final List<Format> formats;

  /**
   * Decrypts with these sources.
   *
   * @param limits what one file may cost
   */
  public Decryption(List<? extends DataKeySource> sources, Limits limits) {
    this.sources = List.copyOf(sources);
    this.maxBytes = limits.bytes();
    this.formats =
        List.of(
            new JsonFormat(limits), new DotenvFormat(), new IniFormat(), new YamlFormat(limits));
  }

  /** Decrypts with these sources and the default limits. */
  public Decryption(List<? extends DataKeySource> sources) {
    this(sources, Limits.DEFAULT);
  }

  /** Knows no key: every encrypted file is an error. */
  public static Decryption none() {
    return new Decryption(List.of());
  }

  /**
   * A file in clear.
   *
   * @param file its path, for messages; the suffixes {@code .json}, {@code .yaml} and {@code .yml}
   *     tell JSON from other content that is wrapped in JSON
   * @return empty when it is not encrypted
   * @throws SopsException when it is encrypted and cannot be decrypted, or was changed since
   */
  public Optional<byte[]> decrypt(String file, byte[] bytes) {
    var text = encryptedText(bytes);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (bytes.length > maxBytes) {
      throw new SopsException(
          Code.LIMIT, file, "it is encrypted and larger than %d bytes".formatted(maxBytes));
    }
    return formats.stream()
        .flatMap(format -> format.decrypt(file, text.get(), this::open).stream())
        .findFirst();
  }

  /** What tells this decryption from one with other keys; no secret. */
  String id() {
    return sources.stream().map(DataKeySource::id).collect(joining(";"));
  }

  /** Most files are told apart by this, without being parsed. */
  private static Optional<String> encryptedText(byte[] bytes) {
    String raw = new String(bytes, StandardCharsets.ISO_8859_1);
    if (!raw.contains(Metadata.KEY) || !raw.contains("ENC[AES256_GCM,")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty(); // SOPS writes text only
    }
  }

  private ValueDecryption open(String file, Metadata metadata) {
    return new ValueDecryption(file, metadata, dataKey(file, metadata.keys()));
  }

  private byte[] dataKey(String file, List<WrappedKey> keys) {
    if (sources.isEmpty()) {
      throw new SopsException(
          Code.NOT_CONFIGURED,
          file,
          "it is encrypted for %s, and no key is configured; give the application a decryption key"
              .formatted(recipients(keys)));
    }
    var problems = new ArrayList<String>();
    for (WrappedKey key : keys) {
      for (DataKeySource source : sources) {
        try {
          var opened = source.open(key);
          if (opened.isPresent() && opened.get().length == KEY_BYTES) {
            return opened.get();
          }
        } catch (CannotOpenException e) {
          problems.add(e.getMessage());
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new SopsException(Code.NO_KEY, file, problems.getFirst());
    }
    throw new SopsException(
        Code.NO_KEY,
        file,
        "it is encrypted for %s, and none of the configured keys (%s) is one of them; encrypt it for one of those, or add a key"
            .formatted(recipients(keys), id()));
  }

  private static String recipients(List<WrappedKey> keys) {
    if (keys.isEmpty()) {
      return "nobody";
    }
    String named = keys.stream().limit(NAMED).map(WrappedKey::toString).collect(joining(", "));
    return keys.size() > NAMED ? named + " and %d more".formatted(keys.size() - NAMED) : named;
  }
}
