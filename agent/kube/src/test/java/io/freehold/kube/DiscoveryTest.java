package io.freehold.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.ClusterUnreachableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveryTest {
  private static final String CORE =
      groups("", "v1", resource("ConfigMap", "configmaps", "Namespaced", "list,watch,delete"));
  private static final String APPS =
      groups(
          "apps",
          "v1",
          resource("Deployment", "deployments", "Namespaced", "list,watch,delete,get")
              + ","
              + resource("Review", "reviews", "Cluster", "create"));

  @TempDir Path folder;
  private final AtomicLong nanos = new AtomicLong();
  private FakeApiServer fake;
  private ApiServer server;
  private Discovery discovery;

  @BeforeEach
  void connect() throws IOException {
    fake = new FakeApiServer();
    server = new ApiServer(fake.credentials(folder, "t"));
    discovery = new Discovery(server, nanos::get);
  }

  @AfterEach
  void close() {
    server.close();
    fake.close();
  }

  @Test
  void readsOnceAndKnowsWhatIsServed() {
    fake.next(200, CORE, "ETag", "\"1\"");
    fake.next(200, APPS, "ETag", "\"2\"");

    assertThat(discovery.find("apps/v1", "Deployment"))
        .contains(new ResourceKind("apps/v1", "Deployment", "deployments", true));
    assertThat(discovery.find("apps/v1", "Review").orElseThrow().namespaced()).isFalse();
    assertThat(discovery.find("v1", "ConfigMap")).isPresent();
    assertThat(fake.requests()).hasSize(2);
  }

  @Test
  void looksAgainForAnUnknownKindButNotTooOften() {
    fake.next(200, CORE, "ETag", "\"1\"");
    fake.next(200, APPS, "ETag", "\"2\"");
    assertThat(discovery.find("example.com/v1", "Widget")).isEmpty();
    assertThat(discovery.find("example.com/v1", "Widget")).isEmpty();
    assertThat(fake.requests()).hasSize(2);

    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    fake.next(304, "");
    fake.next(
        200,
        groups(
            "example.com", "v1", resource("Widget", "widgets", "Namespaced", "list,watch,delete")));
    assertThat(discovery.find("example.com/v1", "Widget")).isPresent();
    assertThat(fake.requests().get(2).header("If-None-Match")).isEqualTo("\"1\"");
    assertThat(discovery.find("v1", "ConfigMap")).as("what had not changed").isPresent();
  }

  @Test
  void looksAgainAtOnceWhenSaidToBeOutdated() {
    fake.next(200, CORE, "ETag", "\"1\"");
    fake.next(200, APPS, "ETag", "\"2\"");
    assertThat(discovery.find("apps/v1", "Deployment")).isPresent();

    discovery.outdate();
    fake.next(304, "");
    fake.next(200, groups("apps", "v2", ""), "ETag", "\"3\"");

    assertThat(discovery.find("apps/v1", "Deployment")).isEmpty();
  }

  @Test
  void keepsToWhatItKnowsWhileTheServerIsDown() {
    fake.next(200, CORE, "ETag", "\"1\"");
    fake.next(200, APPS, "ETag", "\"2\"");
    assertThat(discovery.find("apps/v1", "Deployment")).isPresent();

    discovery.outdate();
    fake.next(500, "");
    fake.next(500, "");

    assertThat(discovery.find("apps/v1", "Deployment")).isPresent();
    assertThatThrownBy(() -> discovery.find("example.com/v1", "Widget"))
        .isInstanceOf(ClusterUnreachableException.class);
  }

  @Test
  void countsAsWatchableOnlyWhatCanBeListedWatchedAndDeleted() {
    fake.next(200, CORE);
    fake.next(200, APPS);

    assertThat(discovery.watchable())
        .extracting(ResourceKind::plural)
        .containsExactly("configmaps", "deployments");
  }

  private static String groups(String group, String version, String resources) {
    return """
    {"kind":"APIGroupDiscoveryList","apiVersion":"apidiscovery.k8s.io/v2","metadata":{},"items":[
    {"metadata":{"name":"%s"},"versions":[{"version":"%s","freshness":"Current","resources":[%s]}]}]}
    """
        .formatted(group, version, resources);
  }

  private static String resource(String kind, String plural, String scope, String verbs) {
    return """
    {"resource":"%s","responseKind":{"group":"","version":"","kind":"%s"},"scope":"%s",\
    "singularResource":"x","verbs":["%s"]}\
    """
        .formatted(plural, kind, scope, verbs.replace(",", "\",\""));
  }
}
