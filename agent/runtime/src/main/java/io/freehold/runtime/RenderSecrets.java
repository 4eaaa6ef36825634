package io.freehold.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import io.freehold.engine.ClusterPort;
import io.freehold.engine.LiveObject;
import io.freehold.render.RenderException;
import io.freehold.render.RenderException.Code;
import io.freehold.render.Substitution;
import io.freehold.render.SubstitutionException;
import io.freehold.sops.AgeKeys;
import io.freehold.sops.Decryption;
import io.freehold.sops.SopsException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a render is given from objects of the application's namespace: values of variables, and the
 * keys of encrypted files. It is read with the rights of whoever writes for the application.
 */
final class RenderSecrets {
  private final ClusterPort cluster;

  RenderSecrets(ClusterPort cluster) {
    this.cluster = cluster;
  }

  /**
   * The variables of an application; null when nothing is substituted.
   *
   * @throws RenderException when an object that must be there is not, or a name is none
   */
  @Nullable Substitution substitution(ApplicationId application, Settings settings) {
    io.freehold.api.Substitution wanted = settings.substitution();
    if (wanted.isEmpty()) {
      return null;
    }
    Map<String, String> variables = new HashMap<>();
    for (io.freehold.api.Substitution.From from : wanted.from()) {
      boolean secret = from.kind() == io.freehold.api.Substitution.Kind.SECRET;
      Optional<LiveObject> found =
          find(application, settings, secret ? "Secret" : "ConfigMap", from.name());
      if (found.isEmpty() && !from.optional()) {
        throw new RenderException(
            Code.BUILD,
            "spec.substitute.from",
            0,
            "there is no %s %s in namespace %s; create it or set optional"
                .formatted(secret ? "Secret" : "ConfigMap", from.name(), application.namespace()));
      }
      found.ifPresent(object -> entries(object, secret, variables::put));
    }
    variables.putAll(wanted.vars());
    try {
      return Substitution.of(variables, wanted.strict());
    } catch (SubstitutionException e) {
      throw new RenderException(
          Code.BUILD, "spec.substitute", 0, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The keys of an application; null when nothing is decrypted.
   *
   * @throws RenderException when the Secret is missing or holds no keys
   */
  @Nullable Decryption decryption(ApplicationId application, Settings settings) {
    String name = settings.decryption().secret();
    if (name.isEmpty()) {
      return null;
    }
    LiveObject secret =
        find(application, settings, "Secret", name)
            .orElseThrow(() ->
                new RenderException(
                    Code.DECRYPTION,
                    "spec.decryption.secret",
                    0,
                    "there is no Secret %s in namespace %s; create it with an entry *.agekey"
                        .formatted(name, application.namespace())));
    Map<String, byte[]> data = new HashMap<>();
    secret
        .content()
        .path("data")
        .properties()
        .forEach(entry -> data.put(entry.getKey(), decoded(entry.getValue())));
    try {
      return new Decryption(List.of(AgeKeys.ofSecret("Secret " + name, data)));
    } catch (SopsException e) {
      throw new RenderException(
          Code.DECRYPTION, "spec.decryption.secret", 0, String.valueOf(e.getMessage()), e);
    }
  }

  private Optional<LiveObject> find(
      ApplicationId application, Settings settings, String kind, String name) {
    ClusterPort reads =
        settings.rules().account(settings.namespace()).map(cluster::as).orElse(cluster);
    return reads.get("v1", new ObjectRef("", kind, application.namespace(), name));
  }

  private static void entries(LiveObject object, boolean secret, BiConsumer<String, String> sink) {
    object
        .content()
        .path("data")
        .properties()
        .forEach(entry ->
            sink.accept(
                entry.getKey(),
                secret
                    ? new String(decoded(entry.getValue()), StandardCharsets.UTF_8)
                    : entry.getValue().asText()));
  }

  private static byte[] decoded(JsonNode base64) {
    return Base64.getDecoder().decode(base64.asText());
  }
}
