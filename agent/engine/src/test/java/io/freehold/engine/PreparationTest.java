package io.freehold.engine;

import static io.freehold.engine.Objects.SHOP;
import static io.freehold.engine.Objects.configMap;
import static io.freehold.engine.Objects.desired;
import static io.freehold.engine.Objects.inWave;
import static io.freehold.engine.Objects.manifest;
import static io.freehold.engine.Objects.names;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreparationTest {
  @Test
  void ordersByWaveThenKindThenName() {
    Desired desired =
        desired(
            manifest("example.org/v1", "Widget", "widget"),
            manifest("apps/v1", "Deployment", "web"),
            inWave(-1, "batch/v1", "Job", "migrate"),
            inWave(1, "v1", "ConfigMap", "late"),
            configMap("b"),
            configMap("a"),
            manifest("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "guard"),
            manifest("v1", "Namespace", "shop"));

    assertThat(names(desired.objects()))
        .containsExactly("migrate", "shop", "a", "b", "web", "widget", "guard", "late");
  }

  @Test
  void aCustomKindIsNotRankedByTheNameOfABuiltInOne() {
    Desired desired =
        desired(
            manifest("serving.knative.dev/v1", "Service", "function"),
            manifest("apps/v1", "Deployment", "web"));

    assertThat(names(desired.objects())).containsExactly("web", "function");
  }

  @Test
  void marksObjectsAndTakesOffWhatTheServerWrites() {
    Manifest rendered =
        manifest(
            "v1",
            "ConfigMap",
            "shop",
            "settings",
            "{\"metadata\":{\"uid\":\"1\",\"managedFields\":[],\"labels\":null},\"status\":{}}");

    JsonNode content = desired(rendered).objects().getFirst().manifest().content();

    assertThat(content.path("metadata").path("labels").path("freehold.io/application").asText())
        .isEqualTo(SHOP.hash());
    assertThat(
            content.path("metadata").path("annotations").path("freehold.io/tracking-id").asText())
        .isEqualTo("freehold-system/shop:/ConfigMap:shop/settings");
    assertThat(content.path("metadata").path("namespace").asText()).isEqualTo("shop");
    assertThat(content.has("status")).isFalse();
    assertThat(content.path("metadata").has("uid")).isFalse();
    assertThat(content.path("metadata").has("managedFields")).isFalse();
    assertThat(rendered.content().path("metadata").has("uid")).isTrue();
  }

  @Test
  void applicationsThatPruneGetTheFinalizerButNotTheAgentItself() {
    assertThat(finalizers("shop", "{}")).containsExactly(Marks.FINALIZER);
    assertThat(finalizers("shop", "{\"spec\":{\"sync\":{\"automated\":{\"prune\":false}}}}"))
        .isEmpty();
    assertThat(finalizers("root", "{}")).isEmpty();
    assertThat(finalizers("freehold-agent", "{}")).isEmpty();
    assertThat(finalizers("shop", "{\"metadata\":{\"finalizers\":[\"x.org/y\"]}}"))
        .containsExactly("x.org/y", Marks.FINALIZER);
  }

  @Test
  void duplicatesAreRefusedWithBothOrigins() {
    Manifest one = configMap("settings");
    Manifest two =
        new Manifest(
            one.apiVersion(),
            one.ref(),
            one.content(),
            new Manifest.Origin("apps/shop/more.yaml", 7));

    assertThat(Preparation.of(SHOP, "c0ffee", List.of(one, two)))
        .isEqualTo(
            new Preparation.Refused(
                List.of(
                    "ConfigMap shop/settings is there twice: apps/shop/settings.yaml:1 and"
                        + " apps/shop/more.yaml:7")));
  }

  @Test
  void everyUnusableObjectIsNamed() {
    Manifest badWave = manifest("v1", "ConfigMap", "a");
    badWave
        .content()
        .withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put("freehold.io/wave", "soon");
    Manifest nameless = manifest("v1", "ConfigMap", "");
    Manifest badLabels = manifest("v1", "ConfigMap", "shop", "b", "{\"metadata\":{\"labels\":7}}");

    assertThat(Preparation.of(SHOP, "c0ffee", List.of(badWave, nameless, badLabels)))
        .isInstanceOfSatisfying(
            Preparation.Refused.class,
            refused ->
                assertThat(refused.problems())
                    .containsExactly(
                        "apps/shop/a.yaml:1: the wave of ConfigMap shop/a is not a whole number",
                        "apps/shop/.yaml:1: the ConfigMap has no metadata.name",
                        "apps/shop/b.yaml:1: metadata.labels of ConfigMap shop/b is not a map"));
  }

  @Test
  void theDigestTellsContentNotCommitOrOrder() {
    Desired one = desired(configMap("a"), configMap("b"));
    Desired two = desired(configMap("b"), configMap("a"));
    Desired other = desired(configMap("a"), configMap("c"));

    assertThat(one.digest()).startsWith("sha256:").isEqualTo(two.digest());
    assertThat(other.digest()).isNotEqualTo(one.digest());
  }

  private static List<String> finalizers(String name, String content) {
    Manifest application =
        manifest("freehold.io/v1", "Application", "freehold-system", name, content);
    JsonNode metadata =
        desired(application).objects().getFirst().manifest().content().path("metadata");
    return metadata.path("finalizers").valueStream().map(JsonNode::asText).toList();
  }
}
