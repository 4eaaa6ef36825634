package io.freehold.conformance.kube;

import static io.freehold.conformance.kube.Objects.applied;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.ApiGroup;
import io.freehold.api.ObjectRef;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.ClusterPort.WatchListener;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Manifest;
import io.freehold.kube.Credentials;
import io.freehold.kube.KubeCluster;
import io.freehold.testkit.Eventually;
import io.freehold.testkit.SharedCluster;
import io.freehold.testkit.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Watches over a network that fails, on a real API server. */
@ExtendWith(SharedCluster.class)
class WatchTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String WIDGETS =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: watchedwidgets.example.com}
      spec:
        group: example.com
        scope: Namespaced
        names: {kind: WatchedWidget, plural: watchedwidgets, singular: watchedwidget}
        versions:
          - name: v1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
      """;

  @TempDir Path folder;
  private final TestCluster cluster;
  private final Told told = new Told();
  private TcpProxy network;
  // Over the network that fails, and beside it.
  private KubeCluster watching;
  private KubeCluster writing;

  WatchTest(TestCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void connect() throws IOException {
    network = new TcpProxy(cluster.server());
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            Files.readString(cluster.kubeconfig())
                .replace(":" + cluster.server().getPort(), ":" + network.port()));
    watching = KubeCluster.connect(Credentials.of(kubeconfig));
    writing = KubeCluster.connect(Credentials.of(cluster.kubeconfig()));
  }

  @AfterEach
  void close() throws IOException {
    watching.close();
    writing.close();
    network.close();
  }

  @Test
  void resumesAfterADisconnectWithoutListingAgain() {
    ResourceKind maps = watching.kind("v1", "ConfigMap").orElseThrow();
    write("before");
    watching.watch(maps, told);
    told.expect("listing");
    told.expectInOrder("before 1", "listed");

    network.cut();
    write("during");
    network.heal();

    told.expect("during 1");
    write("after");
    told.expect("after 1");
    assertThat(told.never).as("nothing was listed again").isEmpty();
  }

  @Test
  void tellsThatAnObjectLostTheLabelAndThatItCameBack() {
    write("labelled");
    watching.watch(watching.kind("v1", "ConfigMap").orElseThrow(), told);
    told.expectInOrder("labelled 1", "listed");

    cluster.kubectl("label", "configmap", "labelled", ApiGroup.TRACKING_LABEL + "-");
    told.expect("gone labelled");
    assertThat(writing.get("v1", manifest("labelled").ref()))
        .as("it is still there: look before acting")
        .isPresent();

    write("labelled");
    told.expect("labelled 1");
  }

  @Test
  void tellsThatAnObjectWasDeleted() {
    LiveObject live = write("deleted");
    watching.watch(watching.kind("v1", "ConfigMap").orElseThrow(), told);
    told.expectInOrder("deleted 1", "listed");

    assertThat(writing.delete("v1", live.ref(), live.uid())).isTrue();

    told.expect("gone deleted");
  }

  @Test
  void listsAgainWhenTheApiServerForgotItsVersion() {
    cluster.apply(WIDGETS);
    writeWidget("old");
    ResourceKind widgets = writing.kind("example.com/v1", "WatchedWidget").orElseThrow();
    watching.watch(widgets, told);
    told.expectInOrder("listing", "old 1", "listed");

    // A definition that comes back starts with an empty history: 410 for every version before.
    network.cut();
    cluster.kubectl("delete", "crd", "watchedwidgets.example.com");
    cluster.apply(WIDGETS);
    writeWidget("new");
    network.heal();

    told.expectInOrder("listing", "new 1", "listed");
  }

  @Test
  void watchesMoreKindsThanOneConnectionCarries() {
    // An API server grants 100 streams per connection; these stand for as many kinds.
    int kinds = 130;
    for (int i = 0; i < kinds; i++) {
      watching.watch(new ResourceKind("v1", "ConfigMap" + i, "configmaps", true), told);
    }
    for (int i = 0; i < kinds; i++) {
      told.expect("listed");
    }

    write("many");
    for (int i = 0; i < kinds; i++) {
      told.expect("many 1");
    }
    assertThat(watching.version()).as("short requests still get through").startsWith("v");
  }

  @Test
  void noticesAKindThatIsInstalledLater() {
    ResourceKind later =
        new ResourceKind("later.example.com/v1", "LaterWidget", "laterwidgets", true);
    assertThat(watching.kind(later.apiVersion(), later.kind())).isEmpty();
    watching.watch(later, told);
    told.expectInOrder("listing", "listed");

    cluster.apply(
        WIDGETS
            .replace("example.com", "later.example.com")
            .replace("watchedwidget", "laterwidget")
            .replace("WatchedWidget", "LaterWidget"));

    Eventually.within(
        LIMIT, () -> assertThat(watching.kind(later.apiVersion(), later.kind())).contains(later));
    Manifest widget =
        Objects.manifest(cluster.namespace(), later.apiVersion(), later.kind(), "first", "{}");
    Eventually.within(LIMIT, () -> applied(writing.apply(widget)));
    told.expect("first 1");
  }

  private LiveObject write(String name) {
    return applied(writing.apply(manifest(name)));
  }

  private void writeWidget(String name) {
    Manifest widget =
        Objects.manifest(
            cluster.namespace(), "example.com/v1", "WatchedWidget", name, "{spec: {}}");
    Eventually.within(LIMIT, () -> applied(writing.apply(widget)));
  }

  private Manifest manifest(String name) {
    return Objects.manifest(cluster.namespace(), "v1", "ConfigMap", name, "{data: {a: '1'}}");
  }

  /** Collects what the watch tells of the namespace of this class. */
  private final class Told implements WatchListener {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> never = new LinkedBlockingQueue<>();
    private boolean listedOnce;

    @Override
    public void listing() {
      events.add("listing");
      if (listedOnce) {
        never.add("listing");
      }
    }

    @Override
    public void seen(LiveObject live) {
      if (live.ref().namespace().equals(cluster.namespace())) {
        boolean whole = live.content().has("kind") && !live.uid().isEmpty();
        events.add(live.ref().name() + (whole ? " 1" : " 0"));
      }
    }

    @Override
    public void gone(ObjectRef ref) {
      if (ref.namespace().equals(cluster.namespace())) {
        events.add("gone " + ref.name());
      }
    }

    @Override
    public void listed() {
      listedOnce = true;
      events.add("listed");
    }

    /** Waits until this was told, whatever comes before. */
    void expect(String event) {
      expectInOrder(event);
    }

    void expectInOrder(String... expected) {
      for (String one : expected) {
        String next;
        do {
          next = next();
        } while (!next.equals(one));
      }
    }

    private String next() {
      try {
        String next = events.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
          throw new AssertionError("nothing more was told");
        }
        return next;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }
}
