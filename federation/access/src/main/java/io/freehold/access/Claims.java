package io.freehold.access;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the claims of a verified ID token say of a person. */
final class Claims {
  private static final String EMAIL = "email";
  private static final int LONGEST = 500;
  private static final int MOST_GROUPS = 1_000;

  private Claims() {}

  /**
   * The person. Groups that are no texts are left out: they match nothing.
   *
   * @throws AccessException when the claim that names people is missing, or is an address that the
   *     provider does not vouch for
   */
  static Person person(Provider provider, Map<String, ?> claims) throws AccessException {
    if (!(claims.get(provider.userClaim()) instanceof String name) || !usable(name)) {
      throw new AccessException("the ID token has no " + provider.userClaim());
    }
    if (provider.userClaim().equals(EMAIL) && !Boolean.TRUE.equals(claims.get("email_verified"))) {
      throw new AccessException("the provider has not verified the address");
    }
    Set<String> groups = new HashSet<>();
    if (claims.get(provider.groupsClaim()) instanceof List<?> listed) {
      for (Object group : listed) {
        if (group instanceof String text && usable(text) && groups.size() < MOST_GROUPS) {
          groups.add(text);
        }
      }
    }
    return new Person(name, groups);
  }

  private static boolean usable(String text) {
    return !text.isBlank()
        && text.length() <= LONGEST
        && text.chars().noneMatch(Character::isISOControl);
  }
}
