package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.List;

/**
 * Whose signatures a source must have. Being in a list is the trust; without any key that fits the
 * source nothing of it is accepted.
 *
 * @param mode what must be signed of Git repositories, or that nothing must
 * @param openPgp armored OpenPGP public keys, for commits, tags and provenance files of charts
 * @param ssh lines of {@code allowed_signers}, for commits and tags
 * @param cosign ECDSA P-256 and Ed25519 public keys in PEM, for what is in OCI registries
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Signatures(
    @Default("Head")
        @JsonPropertyDescription(
            "What must be signed of a Git repository: Head (the commit), Tag, TagAndHead, History"
                + " (every commit since the one in use), or None.")
        Mode mode,
    @JsonPropertyDescription(
            "Armored OpenPGP public keys, for commits, tags and provenance files of charts.")
        List<String> openPgp,
    @JsonPropertyDescription("Lines of allowed_signers, for commits and tags.") List<String> ssh,
    @JsonPropertyDescription("Public keys in PEM, for charts and artifacts of OCI registries.")
        List<String> cosign) {
  /** Demands signatures and trusts nobody's. */
  static final Signatures UNTRUSTING = new Signatures(Mode.HEAD, List.of(), List.of(), List.of());

  public Signatures {
    mode = Defaults.value(mode, Mode.HEAD);
    openPgp = Defaults.list(openPgp);
    ssh = Defaults.list(ssh);
    cosign = Defaults.list(cosign);
  }

  /** Whether anything must be signed. */
  public boolean demanded() {
    return mode != Mode.NONE;
  }

  /** What must be signed of a Git repository. */
  public enum Mode {
    /** Nothing, of any kind of source. */
    @JsonProperty("None")
    NONE,
    /** The commit that is applied. */
    @JsonProperty("Head")
    HEAD,
    /** The annotated tag that the revision names. */
    @JsonProperty("Tag")
    TAG,
    /** Both of them. */
    @JsonProperty("TagAndHead")
    TAG_AND_HEAD,
    /** Every commit since the one in use, which the new one must continue from. */
    @JsonProperty("History")
    HISTORY
  }
}
