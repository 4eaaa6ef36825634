package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/**
 * OpenPGP keys of people who may sign. Being in here is what makes a key trusted; there is no web
 * of trust. A signature counts when its key was valid at the time of the signature and is not
 * revoked.
 */
public final class OpenPgpKeys {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN PGP PUBLIC KEY BLOCK-----.*?-----END PGP PUBLIC KEY BLOCK-----",
          Pattern.DOTALL);
  private static final Set<Integer> HASHES =
      Set.of(
          HashAlgorithmTags.SHA256,
          HashAlgorithmTags.SHA384,
          HashAlgorithmTags.SHA512,
          HashAlgorithmTags.SHA3_256,
          HashAlgorithmTags.SHA3_512);

  /** Retired, but still in use in old keys. */
  private static final int RSA_SIGN_ONLY = 3;

  private static final Set<Integer> SIZED =
      Set.of(PublicKeyAlgorithmTags.RSA_GENERAL, RSA_SIGN_ONLY, PublicKeyAlgorithmTags.DSA);
  private static final int SHORTEST_KEY = 2048;
  private static final int MOST_SIGNATURES = 16;

  private final List<PGPPublicKeyRing> rings;

  private OpenPgpKeys(List<PGPPublicKeyRing> rings) {
    this.rings = List.copyOf(rings);
  }

  /** No keys: every signature is a stranger's. */
  public static OpenPgpKeys none() {
    return new OpenPgpKeys(List.of());
  }

  /**
   * Reads public keys: any number of armored blocks, or one binary keyring.
   *
   * @throws SourceException with code {@code CREDENTIALS} when there is none
   */
  public static OpenPgpKeys parse(byte[] keys) {
    var rings = new ArrayList<PGPPublicKeyRing>();
    try {
      var blocks = BLOCK.matcher(new String(keys, StandardCharsets.ISO_8859_1));
      while (blocks.find()) {
        rings.addAll(rings(blocks.group().getBytes(StandardCharsets.ISO_8859_1)));
      }
      if (rings.isEmpty()) {
        rings.addAll(rings(keys));
      }
    } catch (IOException | PGPException | RuntimeException e) {
      throw new SourceException(
          Code.CREDENTIALS,
          "the OpenPGP public keys cannot be read; export them with gpg --armor --export",
          e);
    }
    if (rings.isEmpty()) {
      throw new SourceException(Code.CREDENTIALS, "there is no OpenPGP public key in the text");
    }
    return new OpenPgpKeys(rings);
  }

  private static List<PGPPublicKeyRing> rings(byte[] block) throws IOException, PGPException {
    var all = new ArrayList<PGPPublicKeyRing>();
    try (var in = PGPUtil.getDecoderStream(new ByteArrayInputStream(block))) {
      new PGPPublicKeyRingCollection(in, new BcKeyFingerprintCalculator())
          .getKeyRings()
          .forEachRemaining(all::add);
    }
    return all;
  }

  /** Checks an armored signature over some bytes. */
  SignatureCheck check(String armored, byte[] content) {
    return check(armored, content, PGPSignature.BINARY_DOCUMENT);
  }

  /**
   * Checks an armored signature of a type.
   *
   * @param content for {@link PGPSignature#CANONICAL_TEXT_DOCUMENT} with lines ended as it demands
   */
  SignatureCheck check(String armored, byte[] content, int type) {
    try (var in =
        PGPUtil.getDecoderStream(
            new ByteArrayInputStream(armored.getBytes(StandardCharsets.ISO_8859_1)))) {
      if (!(new BcPGPObjectFactory(in).nextObject() instanceof PGPSignatureList signatures)
          || signatures.isEmpty()
          || signatures.size() > MOST_SIGNATURES) {
        return new SignatureCheck.Bad("its OpenPGP signature cannot be read");
      }
      SignatureCheck last = new SignatureCheck.Bad("its OpenPGP signature cannot be read");
      for (PGPSignature signature : signatures) {
        last = check(signature, content, type);
        if (last instanceof SignatureCheck.Good) {
          return last;
        }
      }
      return last;
    } catch (IOException | PGPException | RuntimeException _) {
      return new SignatureCheck.Bad("its OpenPGP signature cannot be read");
    }
  }

  private SignatureCheck check(PGPSignature signature, byte[] content, int type)
      throws PGPException {
    if (signature.getSignatureType() != type) {
      return new SignatureCheck.Bad("its OpenPGP signature is not one over a document");
    }
    if (!HASHES.contains(signature.getHashAlgorithm())) {
      return new SignatureCheck.Bad("its OpenPGP signature uses a hash that can be forged");
    }
    for (PGPPublicKeyRing ring : rings) {
      PGPPublicKey key = ring.getPublicKey(signature.getKeyID());
      if (key != null) {
        Optional<String> unfit = unfit(ring.getPublicKey(), key, signature);
        if (unfit.isPresent()) {
          return new SignatureCheck.Bad(unfit.get());
        }
        signature.init(new BcPGPContentVerifierBuilderProvider(), key);
        signature.update(content);
        return signature.verify()
            ? new SignatureCheck.Good("OpenPGP key " + fingerprint(key))
            : new SignatureCheck.Bad(
                "its content is not what the OpenPGP key %s signed".formatted(fingerprint(key)));
      }
    }
    return new SignatureCheck.Bad(
        "it is signed by the OpenPGP key %016X, which is not trusted"
            .formatted(signature.getKeyID()));
  }

  /** Why a key may not have signed. */
  private static Optional<String> unfit(
      PGPPublicKey primary, PGPPublicKey key, PGPSignature signature) throws PGPException {
    String name = "the OpenPGP key " + fingerprint(key);
    // Whether a revocation itself is genuine does not matter: the person who gave the keys has it
    // in there.
    if (primary.hasRevocation() || key.hasRevocation()) {
      return Optional.of(name + " of its signature is revoked");
    }
    Instant time = signature.getCreationTime().toInstant();
    if (!isValidAt(primary, time) || !isValidAt(key, time)) {
      return Optional.of(name + " was expired, or not yet made, when it was signed");
    }
    if (SIZED.contains(key.getAlgorithm()) && key.getBitStrength() < SHORTEST_KEY) {
      return Optional.of(name + " of its signature is too short");
    }
    boolean own = key.getKeyID() == primary.getKeyID();
    return own || isBound(primary, key)
        ? Optional.empty()
        : Optional.of(
            name + " of its signature does not belong to its primary key, or may not sign");
  }

  private static boolean isValidAt(PGPPublicKey key, Instant time) {
    Instant created = key.getCreationTime().toInstant();
    long seconds = key.getValidSeconds();
    return !time.isBefore(created) && (seconds == 0 || time.isBefore(created.plusSeconds(seconds)));
  }

  /** Whether a primary key says that a subkey is its own and for signing. */
  private static boolean isBound(PGPPublicKey primary, PGPPublicKey key) throws PGPException {
    Iterator<PGPSignature> bindings = key.getSignaturesOfType(PGPSignature.SUBKEY_BINDING);
    while (bindings.hasNext()) {
      PGPSignature binding = bindings.next();
      binding.init(new BcPGPContentVerifierBuilderProvider(), primary);
      if (binding.verifyCertification(primary, key)
          && (binding.getHashedSubPackets().getKeyFlags() & KeyFlags.SIGN_DATA) != 0) {
        return true;
      }
    }
    return false;
  }

  private static String fingerprint(PGPPublicKey key) {
    return HexFormat.of().withUpperCase().formatHex(key.getFingerprint());
  }
}
