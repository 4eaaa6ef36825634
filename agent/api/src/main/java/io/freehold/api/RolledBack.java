package io.freehold.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * What an Application went back from by itself, and where to. It stays there until Git wants other
 * objects, or its spec says something else.
 *
 * @param revision commit that was bad
 * @param digest digest of its objects: another commit with the same ones is as bad
 * @param generation {@code metadata.generation} of the Application at that time
 * @param to commit at which it was last healthy
 * @param reason one CamelCase word: {@code SyncFailed} or {@code NotHealthy}
 * @param message what was wrong
 * @param at when, RFC 3339
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RolledBack(
    @JsonPropertyDescription("Commit that was bad.") String revision,
    @JsonPropertyDescription("Digest of its objects.") String digest,
    @JsonPropertyDescription("metadata.generation at that time.") long generation,
    @JsonPropertyDescription("Commit that it went back to.") String to,
    @JsonPropertyDescription("SyncFailed or NotHealthy.") String reason,
    @JsonPropertyDescription("What was wrong.") String message,
    @JsonPropertyDescription("When.") String at) {
  public RolledBack {
    revision = Defaults.text(revision);
    digest = Defaults.text(digest);
    to = Defaults.text(to);
    reason = Defaults.text(reason);
    message = Defaults.text(message);
    at = Defaults.text(at);
  }
}
