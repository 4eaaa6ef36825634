package io.freehold.runtime;

import static io.freehold.runtime.Bench.configMap;
import static io.freehold.runtime.Bench.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import io.freehold.api.TrackingId;
import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.LiveObject;
import io.freehold.engine.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObjectRouterTest {
  private static final ResourceKind CONFIG_MAPS =
      new ResourceKind("v1", "ConfigMap", "configmaps", true);

  private final ObjectRouter router = new ObjectRouter();
  private final Recorder shop = new Recorder("shop");
  private final Recorder other = new Recorder("other");

  @Test
  void anObjectGoesToWhoeverClaimedItAndOthersToWhomTheyName() {
    router.register(shop);
    router.register(other);
    router.claim(other, Set.of(ref("a")));
    router.seen(live("a", "1", shop.id()));
    router.seen(live("b", "1", shop.id()));
    router.gone(ref("b"));

    assertThat(other.told).containsExactly("seen a@1");
    assertThat(shop.told).containsExactly("seen b@1", "gone b");
  }

  @Test
  void oldNewsIsNotTold() {
    router.register(shop);
    router.seen(live("a", "7", shop.id()));
    router.seen(live("a", "7", shop.id()));
    router.seen(live("a", "6", shop.id()));
    router.wrote(live("a", "9", shop.id()));
    router.seen(live("a", "8", shop.id()));
    router.seen(live("a", "10", shop.id()));

    assertThat(shop.told).containsExactly("seen a@7", "seen a@10");
  }

  @Test
  void aClaimIsExclusiveUntilItIsGivenUp() {
    assertThat(router.claim(shop, Set.of(ref("a")))).isEmpty();
    assertThat(router.claim(other, Set.of(ref("a"), ref("b"))))
        .containsOnlyKeys(ref("a"))
        .containsValue(shop.id());
    assertThat(router.claimedByOther(ref("a"), other.id())).isTrue();
    router.claim(shop, Set.of());
    assertThat(router.claim(other, Set.of(ref("a")))).isEmpty();
    router.unregister(other);
    assertThat(router.claimedByOther(ref("a"), shop.id())).isFalse();
  }

  @Test
  void theInventoryHoldsWhatNamesTheApplicationAndItself() {
    router.seen(live("a", "1", shop.id()));
    router.seen(live("b", "1", other.id()));
    LiveObject copy = new LiveObject(ref("copy"), "uid", "1", live("a", "1", shop.id()).content());
    router.seen(copy);

    assertThat(router.inventory(shop.id()))
        .extracting(owned -> owned.ref().name())
        .containsExactly("a");
    router.seen(live("a", "2", other.id()));
    assertThat(router.inventory(shop.id())).isEmpty();
    assertThat(router.inventory(other.id())).hasSize(2);
  }

  @Test
  void whatIsNotListedAgainIsGone() {
    FakeCluster cluster = new FakeCluster();
    KindWatches watches = new KindWatches(cluster, router, (_, _) -> {}, new Metrics());
    router.register(shop);
    router.seen(live("a", "1", shop.id()));
    watches.watch(List.of(CONFIG_MAPS));

    assertThat(shop.told).containsExactly("seen a@1", "gone a");
    assertThat(router.size()).isZero();
  }

  @Test
  void waitersAreCalledOnceEverythingIsKnown() {
    FakeCluster cluster = new FakeCluster();
    KindWatches watches = new KindWatches(cluster, router, (_, _) -> {}, new Metrics());
    List<String> called = new ArrayList<>();
    watches.whenComplete(() -> called.add("complete"));
    watches.whenListed(List.of(CONFIG_MAPS), () -> called.add("listed"));
    assertThat(called).containsExactly("listed");
    watches.start();
    assertThat(called).containsExactly("listed", "complete");
  }

  private static LiveObject live(String name, String version, ApplicationId owner) {
    Manifest manifest = configMap(name, "1");
    manifest
        .content()
        .withObjectProperty("metadata")
        .withObjectProperty("annotations")
        .put("freehold.io/tracking-id", new TrackingId(owner, manifest.ref()).toString());
    return new LiveObject(manifest.ref(), "uid-" + name, version, manifest.content());
  }

  private record Recorder(ApplicationId id, List<String> told) implements ObjectListener {
    Recorder(String name) {
      this(new ApplicationId("freehold-system", name), new ArrayList<>());
    }

    @Override
    public void seen(LiveObject live) {
      told.add("seen " + live.ref().name() + "@" + live.resourceVersion());
    }

    @Override
    public void gone(ObjectRef ref) {
      told.add("gone " + ref.name());
    }
  }
}
