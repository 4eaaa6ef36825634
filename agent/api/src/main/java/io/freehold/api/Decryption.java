package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * How files that are encrypted in Git are read.
 *
 * @param secret Secret of the application's namespace that holds the keys, in entries that end in
 *     {@code .agekey}; nothing is decrypted when empty
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Decryption(
    @JsonPropertyDescription(
            "Secret of the application's namespace whose entries *.agekey are the SOPS keys.")
        String secret) {
  /** Nothing is decrypted. */
  public static final Decryption NONE = new Decryption("");

  public Decryption {
    secret = Defaults.text(secret);
  }
}
