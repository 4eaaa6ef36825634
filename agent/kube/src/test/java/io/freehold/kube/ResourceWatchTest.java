package io.freehold.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.engine.ClusterPort.ResourceKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceWatchTest {
  private static final ResourceKind MAPS = new ResourceKind("v1", "ConfigMap", "configmaps", true);

  @TempDir Path folder;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private FakeApiServer fake;
  private ApiServer server;
  private ResourceWatch watch;
  private volatile boolean failNextListed;
  private volatile Duration auditEvery = Duration.ofMinutes(30);

  @BeforeEach
  void connect() throws IOException {
    fake = new FakeApiServer();
    server = new ApiServer(fake.credentials(folder, "t"));
    watch =
        new ResourceWatch(
            server,
            new ResourceWatch.Target(MAPS, "a/b", false),
            new Recorder(),
            () -> 0,
            () -> auditEvery);
  }

  @AfterEach
  void close() {
    watch.close();
    server.close();
    fake.close();
  }

  @Test
  void listsInPagesAndWatchesFromThere() throws InterruptedException {
    fake.next(200, page("7", "more", "a", "b"));
    fake.next(200, page("7", "", "c"));
    fake.nextLines(event("ADDED", "d", "8"), event("DELETED", "a", "9"));
    start();

    expect("listing", "a", "b", "c", "listed", "d", "-a");

    assertThat(query(0)).isEqualTo("labelSelector=a/b&limit=500");
    assertThat(query(1)).isEqualTo("labelSelector=a/b&limit=500&continue=more");
    assertThat(query(2))
        .contains("watch=true", "allowWatchBookmarks=true", "resourceVersion=7", "timeoutSeconds=");
  }

  @Test
  void resumesABrokenWatchFromTheLastVersionItSaw() throws InterruptedException {
    fake.next(200, page("7", ""));
    fake.nextLines(event("ADDED", "a", "8"), bookmark("12"));
    fake.next(exchange -> exchange.close());
    fake.nextLines(event("MODIFIED", "a", "13"));
    start();

    expect("listing", "listed", "a", "a");

    assertThat(query(2)).contains("resourceVersion=12");
    assertThat(query(3)).contains("resourceVersion=12");
  }

  @Test
  void listsAgainWhenItsVersionIsForgotten() throws InterruptedException {
    fake.next(200, page("7", "", "a"));
    fake.nextLines(
        """
        {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
        "message":"too old resource version: 7 (90)","reason":"Expired","code":410}}\
        """);
    fake.next(200, page("95", "", "b"));
    start();

    expect("listing", "a", "listed", "listing", "b", "listed");
  }

  @Test
  void beginsAListAnewWhenItsContinuationExpired() throws InterruptedException {
    fake.next(200, page("7", "more", "a"));
    fake.next(410, "{\"kind\":\"Status\",\"reason\":\"Expired\",\"code\":410}");
    fake.next(200, page("9", "", "b"));
    start();

    expect("listing", "a", "listing", "b", "listed");
  }

  @Test
  void tellsThatNothingExistsWhenTheKindIsNotServed() throws InterruptedException {
    fake.next(404, "404 page not found");
    fake.next(200, page("9", "", "a"));
    start();

    expect("listing", "listing", "listed", "listing", "a", "listed");
  }

  @Test
  void concludesNothingFromAFailedList() throws InterruptedException {
    fake.next(500, "{\"kind\":\"Status\",\"code\":500}");
    fake.next(403, "{\"kind\":\"Status\",\"code\":403}");
    fake.next(200, "{\"kind\":\"List\",\"items\":[{\"metadata\"");
    fake.next(200, page("9", "", "a"));
    start();

    expect("listing", "failed", "listing", "failed", "listing", "failed", "listing", "a", "listed");
  }

  @Test
  void goesOnAfterAListenerFailed() throws InterruptedException {
    fake.next(200, page("7", "", "bad"));
    fake.next(200, page("9", "", "a"));
    start();

    expect("listing", "bad", "listing", "a", "listed");
  }

  @Test
  void goesOnAfterAListenerFailedToHearThatNothingExists() throws InterruptedException {
    failNextListed = true;
    fake.next(404, "404 page not found");
    fake.next(200, page("9", "", "a"));
    start();

    expect("listing", "listing", "listed", "listing", "a", "listed");
  }

  @Test
  void breaksAConnectionThatIsSilentForTooLong() throws InterruptedException {
    fake.next(200, page("7", ""));
    fake.next(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().flush();
    });
    fake.nextLines(event("ADDED", "a", "8"));
    start();
    expect("listing", "listed");

    String next;
    do {
      // The watch may not be open yet, so that there is nothing to break the first times.
      watch.breakIfSilent(
          System.nanoTime() + Duration.ofMinutes(5).toNanos(), Duration.ofMinutes(3));
      next = told.poll(20, TimeUnit.MILLISECONDS);
    } while (next == null);

    assertThat(next).isEqualTo("failed");
    expect("a");
    assertThat(query(2)).contains("resourceVersion=7");
  }

  @Test
  void listsAgainForTheAuditAndGoesOnWatchingFromThere() throws InterruptedException {
    auditEvery = Duration.ofMillis(1);
    fake.next(200, page("7", "", "a"));
    fake.nextLines(event("ADDED", "b", "8"));
    fake.next(exchange -> {
      auditEvery = Duration.ofMinutes(30);
      FakeApiServer.answer(exchange, 200, page("9", "", "a", "b", "missed"));
    });
    fake.nextLines(event("ADDED", "c", "10"));
    start();

    expect("listing", "a", "listed", "b", "listing", "a", "b", "missed", "listed", "c");
    assertThat(query(1)).contains("timeoutSeconds=1&");
    assertThat(query(3)).contains("resourceVersion=9");
  }

  @Test
  void anAuditThatFailsDoesNotEndTheWatch() throws InterruptedException {
    auditEvery = Duration.ofMillis(1);
    fake.next(200, page("7", "", "a"));
    fake.nextLines(event("ADDED", "b", "8"));
    fake.next(503, "{\"kind\":\"Status\",\"code\":503}");
    fake.nextLines(event("ADDED", "c", "10"));
    start();

    expect("listing", "a", "listed", "b", "listing", "failed", "c");
    assertThat(query(3)).contains("watch=true", "resourceVersion=8");
  }

  @Test
  void asksForMetadataInTheFormThatWorks() {
    ResourceWatch.Target target = new ResourceWatch.Target(MAPS, "", true);

    assertThat(target.accept(true)).contains("as=PartialObjectMetadataList;");
    assertThat(target.accept(false)).contains("as=PartialObjectMetadata;");
    assertThat(target.path("limit=1")).isEqualTo("/api/v1/configmaps?limit=1");
  }

  private void start() {
    Thread.ofVirtual().start(watch);
  }

  private void expect(String... expected) throws InterruptedException {
    for (String one : expected) {
      assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(one);
    }
  }

  private String query(int request) {
    return fake.requests().get(request).uri().getQuery();
  }

  private static String page(String version, String next, String... names) {
    StringBuilder items = new StringBuilder();
    for (String name : names) {
      items.append(items.isEmpty() ? "" : ",").append("{\"metadata\":{\"name\":\"").append(name);
      items.append("\"}}");
    }
    return "{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\""
        + version
        + "\",\"continue\":\""
        + next
        + "\"},\"items\":["
        + items
        + "]}";
  }

  private static String event(String type, String name, String version) {
    return "{\"type\":\"%s\",\"object\":{\"metadata\":{\"name\":\"%s\",\"resourceVersion\":\"%s\"}}}"
        .formatted(type, name, version);
  }

  private static String bookmark(String version) {
    return "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"%s\"}}}"
        .formatted(version);
  }

  private final class Recorder implements ObjectSink {
    @Override
    public void listing() {
      told.add("listing");
    }

    @Override
    public void seen(ObjectNode object) {
      assertThat(object.path("kind").asText()).isEqualTo("ConfigMap");
      String name = object.path("metadata").path("name").asText();
      told.add(name);
      if (name.equals("bad")) {
        throw new IllegalStateException("a defect of a listener");
      }
    }

    @Override
    public void gone(ObjectNode object) {
      told.add("-" + object.path("metadata").path("name").asText());
    }

    @Override
    public void failed(String why) {
      assertThat(why).isNotBlank();
      told.add("failed");
    }

    @Override
    public void listed() {
      told.add("listed");
      if (failNextListed) {
        failNextListed = false;
        throw new IllegalStateException("a defect of a listener");
      }
    }
  }
}
