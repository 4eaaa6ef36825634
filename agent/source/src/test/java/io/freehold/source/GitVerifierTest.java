package io.freehold.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.source.Verification.Mode;
import io.freehold.source.VerificationResult.Refused;
import io.freehold.source.VerificationResult.Verified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitVerifierTest {
  private static final GitLimits LIMITS =
      new GitLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), 1000);
  private static final String EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

  @TempDir Path folder;
  private Upstream upstream;
  private GitRepository repository;
  private KeyPair key;
  private int number;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    upstream = new Upstream(folder.resolve("upstream.git"));
    key = Keys.ed25519();
    insert(Constants.OBJ_TREE, new byte[0]);
    repository =
        new GitRepository(
            GitUrl.local(folder.resolve("upstream.git")),
            folder.resolve("cache"),
            () -> GitCredentials.NONE,
            LIMITS);
  }

  @AfterEach
  void stop() {
    repository.close();
    upstream.close();
  }

  @Test
  void theCommitThatIsAppliedMustBeSignedByATrustedKey() throws Exception {
    commit("main", unsigned());
    String signed = commit("main", signed(key));
    verified(verify(Mode.HEAD, "main", ""), 1);

    String bare = commit("main", unsigned(), signed);
    refused(verify(Mode.HEAD, "main", signed), bare, "not signed");
    String stranger = commit("main", signed(Keys.ed25519()), bare);
    refused(verify(Mode.HEAD, "main", bare), stranger, "not trusted");
    String twice =
        commit(
            "main",
            payload -> sign(key, payload) + "\ngpgsig " + sign(key, payload).replace("\n", "\n "),
            bare);
    refused(verify(Mode.HEAD, "main", bare), twice, "neither");
  }

  @Test
  void everyNewCommitMustBeSignedWhereHistoryCounts() throws Exception {
    String old = commit("main", unsigned());
    String accepted = commit("main", signed(key), old);
    verified(verify(Mode.HISTORY, "main", ""), 1);

    commit("main", signed(key), accepted);
    String second = commit("main", signed(key), tip("main"));
    verified(verify(Mode.HISTORY, "main", accepted), 2);

    String bad = commit("main", unsigned(), second);
    String top = commit("main", signed(key), bad);
    refused(verify(Mode.HISTORY, "main", second), bad, "not signed");
    verified(verify(Mode.HEAD, "main", top), 1);
  }

  @Test
  void aMergeIsCheckedWithAllThatItBringsAndNothingOlder() throws Exception {
    String root = commit("main", unsigned());
    String base = commit("main", signed(key), root);
    String accepted = commit("main", signed(key), base);
    repository.fetch("main");
    String side = commit("side", signed(key), root);
    String merge = commit("main", signed(key), accepted, side);
    verified(verify(Mode.HISTORY, "main", accepted), 2);

    String evil = commit("evil", unsigned(), root);
    commit("main", signed(key), merge, evil);
    refused(verify(Mode.HISTORY, "main", merge), evil, "not signed");
  }

  @Test
  void historyThatDoesNotContinueCannotBeChecked() throws Exception {
    String accepted = commit("main", signed(key));
    repository.fetch("main");
    String rewritten = commit("main", signed(key));
    refused(verify(Mode.HISTORY, "main", accepted), rewritten, "does not continue");
  }

  @Test
  void anAnnotatedTagMustBeSignedAndShownUnderItsOwnName() throws Exception {
    String commit = commit("main", unsigned());
    String tag = tag("v1.0.0", commit, signed(key));
    verified(verify(Mode.TAG, "v1.0.0", ""), 1);
    verified(verify(Mode.TAG, "1.x", ""), 1);
    refused(verify(Mode.TAG_AND_HEAD, "v1.0.0", ""), commit, "not signed");
    refused(verify(Mode.TAG, "main", ""), commit, "no annotated tag");

    upstream.point("refs/tags/v2.0.0", tag);
    refused(verify(Mode.TAG, "v2.0.0", ""), commit, "no annotated tag");
    upstream.point("refs/tags/light", commit);
    refused(verify(Mode.TAG, "light", ""), commit, "no annotated tag");
    String unsigned = tag("v3.0.0", commit, unsigned());
    refused(verify(Mode.TAG, "v3.0.0", ""), unsigned, "not signed");
    String stranger = tag("v4.0.0", commit, signed(Keys.ed25519()));
    refused(verify(Mode.TAG, "v4.0.0", ""), stranger, "not trusted");
  }

  @Test
  void aRealOpenPgpSignatureOfACommitCounts() throws Exception {
    byte[] payload = SignaturesTest.file("payload");
    String signature = SignaturesTest.text("payload.ed.asc");
    String raw =
        new String(payload, StandardCharsets.UTF_8)
            .replaceFirst("\n\n", "\ngpgsig " + signature.strip().replace("\n", "\n ") + "\n\n");
    ObjectId id = insert(Constants.OBJ_COMMIT, raw.getBytes(StandardCharsets.UTF_8));
    upstream.point("refs/heads/main", id.name());
    repository.fetch("main");
    var policy =
        new Verification(
            Mode.HEAD, OpenPgpKeys.parse(SignaturesTest.file("ed.pub.asc")), SshSigners.none());
    verified(new GitVerifier(policy).verifyFirst(repository, "main", id.name()), 1);
  }

  /** Makes a signature, or empty text, for what will be signed. */
  private interface Signing {
    String of(byte[] payload) throws Exception;
  }

  private static Signing unsigned() {
    return _ -> "";
  }

  private static Signing signed(KeyPair with) {
    return payload -> sign(with, payload);
  }

  /** What ssh-keygen -Y sign -n git writes. */
  private static String sign(KeyPair with, byte[] payload) throws Exception {
    var message = new ByteArrayBuffer();
    message.putRawBytes("SSHSIG".getBytes(StandardCharsets.US_ASCII));
    message.putString("git");
    message.putString("");
    message.putString("sha512");
    message.putBytes(MessageDigest.getInstance("SHA-512").digest(payload));
    var signer = BuiltinSignatures.ed25519.create();
    signer.initSigner(null, with.getPrivate());
    signer.update(null, message.getCompactData());
    var signature = new ByteArrayBuffer();
    signature.putString("ssh-ed25519");
    signature.putBytes(signer.sign(null));
    var encodedKey = new ByteArrayBuffer();
    encodedKey.putRawPublicKey(with.getPublic());
    var blob = new ByteArrayBuffer();
    blob.putRawBytes("SSHSIG".getBytes(StandardCharsets.US_ASCII));
    blob.putUInt(1);
    blob.putBytes(encodedKey.getCompactData());
    blob.putString("git");
    blob.putString("");
    blob.putString("sha512");
    blob.putBytes(signature.getCompactData());
    String base64 =
        Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(blob.getCompactData());
    return "-----BEGIN SSH SIGNATURE-----\n" + base64 + "\n-----END SSH SIGNATURE-----";
  }

  private String commit(String branch, Signing signing, String... parents) throws Exception {
    String head =
        "tree "
            + EMPTY_TREE
            + "\n"
            + Stream.of(parents)
                .map(parent -> "parent " + parent + "\n")
                .collect(Collectors.joining())
            + "author Dev <dev@example.org> 1767225600 +0000\ncommitter Dev <dev@example.org> 1767225600 +0000\n";
    String message = "\nchange " + number++ + "\n";
    String signature = signing.of((head + message).getBytes(StandardCharsets.UTF_8));
    String header =
        signature.isEmpty()
            ? ""
            : "gpgsig " + signature.replace("\n", "\n ").replace("\n gpgsig ", "\ngpgsig ") + "\n";
    ObjectId id =
        insert(Constants.OBJ_COMMIT, (head + header + message).getBytes(StandardCharsets.UTF_8));
    upstream.point(Constants.R_HEADS + branch, id.name());
    return id.name();
  }

  private String tag(String name, String commit, Signing signing) throws Exception {
    String text =
        "object %s\ntype commit\ntag %s\ntagger Dev <dev@example.org> 1767225600 +0000\n\nrelease\n"
            .formatted(commit, name);
    String signature = signing.of(text.getBytes(StandardCharsets.UTF_8));
    String raw = signature.isEmpty() ? text : text + signature + "\n";
    ObjectId id = insert(Constants.OBJ_TAG, raw.getBytes(StandardCharsets.UTF_8));
    upstream.point(Constants.R_TAGS + name, id.name());
    return id.name();
  }

  private ObjectId insert(int type, byte[] content) throws IOException {
    try (var inserter = upstream.repository().newObjectInserter()) {
      ObjectId id = inserter.insert(type, content);
      inserter.flush();
      return id;
    }
  }

  private String tip(String branch) throws IOException {
    return Optional.ofNullable(upstream.repository().resolve(Constants.R_HEADS + branch))
        .map(ObjectId::name)
        .orElseThrow();
  }

  private VerificationResult verify(Mode mode, String revision, String accepted) {
    String commit = repository.fetch(revision);
    var signers = SshSigners.parse("dev@example.org " + PublicKeyEntry.toString(key.getPublic()));
    var verifier = new GitVerifier(new Verification(mode, OpenPgpKeys.none(), signers));
    return accepted.isEmpty()
        ? verifier.verifyFirst(repository, revision, commit)
        : verifier.verify(repository, revision, accepted, commit);
  }

  private static void verified(VerificationResult result, int objects) {
    assertThat(result)
        .isInstanceOfSatisfying(
            Verified.class,
            verified -> {
              assertThat(verified.objects()).isEqualTo(objects);
              assertThat(verified.signers()).hasSize(1);
            });
  }

  private static void refused(VerificationResult result, String object, String why) {
    assertThat(result)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.object()).isEqualTo(object);
              assertThat(refused.message()).contains(why);
            });
  }
}
