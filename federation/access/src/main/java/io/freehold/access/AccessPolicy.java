package io.freehold.access;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code plane/access.yaml} says.
 *
 * @param provider where people sign in, empty when they cannot
 * @param idle how long a session lasts that nobody uses
 * @param absolute how long a session lasts at most
 * @param bindings who may do what
 * @param tokens tokens that it declares
 */
public record AccessPolicy(
    Optional<Provider> provider,
    Duration idle,
    Duration absolute,
    List<Binding> bindings,
    List<DeclaredToken> tokens) {
  static final Duration IDLE = Duration.ofMinutes(30);
  static final Duration ABSOLUTE = Duration.ofHours(12);

  /** Nobody may do anything. */
  public static final AccessPolicy NOBODY =
      new AccessPolicy(Optional.empty(), IDLE, ABSOLUTE, List.of(), List.of());

  public AccessPolicy {
    bindings = List.copyOf(bindings);
    tokens = List.copyOf(tokens);
  }

  /** What somebody may do. */
  public Rights rights(Person person) {
    return new Rights(
        bindings.stream().filter(binding -> binding.fits(person)).map(Binding::grant).toList());
  }

  /** The token of a hash that is good at a time. */
  public Optional<DeclaredToken> token(String hash, Instant at) {
    return tokens.stream()
        .filter(token -> Secret.same(token.hash(), hash) && at.isBefore(token.expires()))
        .findFirst();
  }
}
