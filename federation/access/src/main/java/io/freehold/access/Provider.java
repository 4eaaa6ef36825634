package io.freehold.access;

import java.net.URI;
import java.util.List;

/**
 * An OpenID Connect provider.
 *
 * @param issuer its issuer
 * @param clientId what the plane is called there
 * @param secretFile name of the file with the client's secret in the folder of secrets, empty for a
 *     public client
 * @param scopes what to ask for
 * @param userClaim claim that names people
 * @param groupsClaim claim that names groups
 */
public record Provider(
    URI issuer,
    String clientId,
    String secretFile,
    List<String> scopes,
    String userClaim,
    String groupsClaim) {
  public Provider {
    scopes = List.copyOf(scopes);
  }
}
