package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * SSH keys of people who may sign, in the form of ssh-keygen's {@code allowed_signers}: principals,
 * options, key. Of the options {@code namespaces}, {@code valid-after} and {@code valid-before} are
 * heeded; certificate authorities are not supported. The signature has the form of OpenSSH's
 * PROTOCOL.sshsig.
 */
public final class SshSigners {
  private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
  private static final String END = "-----END SSH SIGNATURE-----";
  private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
  private static final String NAMESPACE = "git";
  private static final int SHORTEST_KEY = 2048;
  private static final Set<String> ALGORITHMS =
      Set.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "rsa-sha2-256",
          "rsa-sha2-512",
          "sk-ssh-ed25519@openssh.com",
          "sk-ecdsa-sha2-nistp256@openssh.com");

  /** Quoted parts may hold blanks. */
  private static final Pattern LINE =
      Pattern.compile(
          "(\"[^\"]*\"|\\S+)\\s+(?:((?:[^\\s\"]|\"[^\"]*\")*=(?:[^\\s\"]|\"[^\"]*\")*|cert-authority\\S*)\\s+)?(\\S+\\s+[A-Za-z0-9+/=]+)(?:\\s.*)?");

  private final List<Signer> signers;

  /** One line. */
  private record Signer(
      String principals, PublicKey key, boolean forGit, Instant after, Instant before) {}

  private SshSigners(List<Signer> signers) {
    this.signers = List.copyOf(signers);
  }

  /** Nobody: every signature is a stranger's. */
  public static SshSigners none() {
    return new SshSigners(List.of());
  }

  /**
   * Reads lines of {@code allowed_signers}.
   *
   * @throws SourceException with code {@code CREDENTIALS}, naming the line that cannot be read
   */
  public static SshSigners parse(String allowedSigners) {
    var signers = new ArrayList<Signer>();
    int number = 0;
    for (String line : allowedSigners.split("\\R", -1)) {
      number++;
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        signers.add(signer(text, number));
      }
    }
    return new SshSigners(signers);
  }

  private static Signer signer(String text, int number) {
    var line = LINE.matcher(text);
    if (!line.matches()) {
      throw unreadable(number, "it is not principals, options and key");
    }
    @SuppressWarnings("NullAway") // a group that did not take part
    String options = line.group(2) == null ? "" : line.group(2);
    if (options.toLowerCase(Locale.ROOT).contains("cert-authority")) {
      throw unreadable(number, "certificate authorities are not supported, list the keys");
    }
    PublicKey key = key(line.group(3), number);
    boolean forGit = true;
    Instant after = Instant.MIN;
    Instant before = Instant.MAX;
    for (String option : splitOptions(options)) {
      int equals = option.indexOf('=');
      String name = option.substring(0, Math.max(0, equals)).toLowerCase(Locale.ROOT);
      String value = option.substring(equals + 1).replace("\"", "");
      switch (name) {
        case "namespaces" ->
            forGit = Arrays.asList(value.split(",", -1)).contains(NAMESPACE) || value.equals("*");
        case "valid-after" -> after = time(value, number);
        case "valid-before" -> before = time(value, number);
        default -> throw unreadable(number, "it has an unknown option");
      }
    }
    return new Signer(line.group(1).replace("\"", ""), key, forGit, after, before);
  }

  /** Options are separated by commas, which values in quotes may hold as well. */
  private static List<String> splitOptions(String options) {
    return options.isEmpty()
        ? List.of()
        : List.of(options.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1));
  }

  @SuppressWarnings("NullAway") // null for a key of unknown type
  private static PublicKey key(String text, int number) {
    try {
      PublicKey key =
          PublicKeyEntry.parsePublicKeyEntry(text)
              .resolvePublicKey(null, Map.of(), PublicKeyEntryResolver.IGNORING);
      if (key != null) {
        return key;
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException _) {
      // The answer below.
    }
    throw unreadable(number, "its key cannot be read or is of an unknown type");
  }

  /** As ssh-keygen writes times: a day or a minute or a second, in UTC. */
  private static Instant time(String text, int number) {
    String digits = text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
    String padded =
        switch (digits.length()) {
          case 8 -> digits + "000000";
          case 12 -> digits + "00";
          default -> digits;
        };
    try {
      return LocalDateTime.parse(padded, DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT))
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException _) {
      throw unreadable(number, "a time is not written YYYYMMDD[HHMM[SS]]");
    }
  }

  private static SourceException unreadable(int number, String why) {
    return new SourceException(
        Code.CREDENTIALS,
        "line %d of the allowed signers cannot be used: %s".formatted(number, why));
  }

  static boolean isSshSignature(String signature) {
    return signature.stripLeading().startsWith(BEGIN);
  }

  /**
   * Checks an armored signature.
   *
   * @param time when it is said to have been made, for options that limit a key in time
   */
  SignatureCheck check(String armored, byte[] content, Instant time) {
    try {
      String inner = armored.strip();
      if (!inner.startsWith(BEGIN) || !inner.endsWith(END)) {
        return new SignatureCheck.Bad("its SSH signature cannot be read");
      }
      byte[] blob =
          Base64.getMimeDecoder()
              .decode(inner.substring(BEGIN.length(), inner.length() - END.length()));
      return check(new ByteArrayBuffer(blob), content, time);
    } catch (GeneralSecurityException | RuntimeException _) {
      return new SignatureCheck.Bad("its SSH signature cannot be read");
    } catch (Exception _) { // the SSH library declares no narrower one
      return new SignatureCheck.Bad("its SSH signature cannot be checked");
    }
  }

  private SignatureCheck check(ByteArrayBuffer blob, byte[] content, Instant time)
      throws Exception {
    byte[] magic = new byte[MAGIC.length];
    blob.getRawBytes(magic);
    long version = blob.getUInt();
    byte[] encodedKey = blob.getBytes();
    String namespace = blob.getString();
    byte[] reserved = blob.getBytes();
    String hash = blob.getString();
    byte[] signature = blob.getBytes();
    if (!Arrays.equals(magic, MAGIC) || version != 1) {
      return new SignatureCheck.Bad("its SSH signature cannot be read");
    }
    if (!namespace.equals(NAMESPACE)) {
      return new SignatureCheck.Bad("its SSH signature was made for something else than Git");
    }
    PublicKey key = new ByteArrayBuffer(encodedKey).getRawPublicKey();
    String name = "the SSH key " + KeyUtils.getFingerPrint(key);
    List<Signer> known =
        signers.stream().filter(signer -> KeyUtils.compareKeys(signer.key(), key)).toList();
    if (known.isEmpty()) {
      return new SignatureCheck.Bad("it is signed by %s, which is not trusted".formatted(name));
    }
    List<Signer> valid =
        known.stream()
            .filter(signer ->
                signer.forGit() && !time.isBefore(signer.after()) && time.isBefore(signer.before()))
            .toList();
    if (valid.isEmpty()) {
      return new SignatureCheck.Bad(
          "it is signed by %s, which is not trusted for Git at that time".formatted(name));
    }
    if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < SHORTEST_KEY) {
      return new SignatureCheck.Bad(name + " of its signature is too short");
    }
    if (!hash.equals("sha256") && !hash.equals("sha512")) {
      return new SignatureCheck.Bad("its SSH signature uses an unknown hash");
    }
    var signed = new ByteArrayBuffer();
    signed.putRawBytes(MAGIC);
    signed.putString(namespace);
    signed.putBytes(reserved);
    signed.putString(hash);
    signed.putBytes(
        MessageDigest.getInstance(hash.equals("sha256") ? "SHA-256" : "SHA-512").digest(content));
    return isRight(key, signed.getCompactData(), signature)
        ? new SignatureCheck.Good(
            valid.getFirst().principals() + ", SSH key " + KeyUtils.getFingerPrint(key))
        : new SignatureCheck.Bad("its content is not what %s signed".formatted(name));
  }

  private static boolean isRight(PublicKey key, byte[] content, byte[] signature) throws Exception {
    String algorithm = new ByteArrayBuffer(signature).getString();
    var factory = BuiltinSignatures.fromFactoryName(algorithm);
    String type = KeyUtils.getKeyType(key);
    boolean fits =
        algorithm.equals(type) || (type.equals("ssh-rsa") && algorithm.startsWith("rsa-sha2-"));
    if (!ALGORITHMS.contains(algorithm) || !fits || factory == null) {
      return false;
    }
    var verifier = factory.create();
    verifier.initVerifier(null, key);
    verifier.update(null, content);
    return verifier.verify(null, signature);
  }
}
