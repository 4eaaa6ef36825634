package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that the plane serves can change anything, and browsers are kept strict. */
class RoutesTest {
  /** Everything that can be changed: the plane's own rows about people, never a cluster. */
  private static final List<String> POSTS =
      List.of(
          "/login/local",
          "/logout",
          "/api/v1/tokens",
          "/api/v1/tokens/{token}/revoke",
          "/api/v1/notifications/silences",
          "/api/v1/notifications/silences/{silence}/end");

  @TempDir private Path directory;
  private TestPlane plane;

  @BeforeEach
  void start() throws Exception {
    plane = new TestPlane(directory);
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  @Test
  void everyRouteIsRegisteredAsAGetButThosePosts() {
    List<String> posts = new ArrayList<>();
    List<String> registered = new ArrayList<>();
    HttpRules rules =
        (HttpRules)
            Proxy.newProxyInstance(
                HttpRules.class.getClassLoader(),
                new Class<?>[] {HttpRules.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("post")) {
                    posts.add(String.valueOf(arguments[0]));
                  }
                  registered.add(method.getName());
                  return proxy;
                });
    for (HttpService service : plane.plane().services()) {
      service.routing(rules);
    }
    assertThat(registered).hasSizeGreaterThan(8).containsAnyOf("get").isSubsetOf("get", "post");
    assertThat(posts).containsExactlyInAnyOrderElementsOf(POSTS);
  }

  @Test
  void everyOtherMethodIsRefusedEverywhere() {
    for (String path :
        List.of(
            "/",
            "/api/v1/clusters",
            "/api/v1/applications",
            "/api/v1/applications/a/b/c",
            "/api/v1/refusals",
            "/api/v1/events",
            "/v1/logs",
            "/healthz")) {
      for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
        HttpResponse<String> answer = plane.send(method, path);
        assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET");
      }
    }
  }

  @Test
  void thePlaneCarriesNoKubernetesClient() {
    assertThatThrownBy(() -> Class.forName("io.fabric8.kubernetes.client.KubernetesClient"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void thePageIsServedForPlacesAndFilesForNames() {
    for (String place :
        List.of(
            "/",
            "/clusters/" + plane.name("east"),
            "/clusters/edge.factory-7/apps/default/v1.2.app",
            "/apps")) {
      HttpResponse<String> answer = plane.send("GET", place);
      assertThat(answer.body()).as(place).contains("the page");
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache");
    }
    HttpResponse<String> script = plane.send("GET", "/assets/app-1.js");
    assertThat(script.headers().firstValue("Content-Type"))
        .contains("text/javascript; charset=utf-8");
    assertThat(script.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
    for (String path :
        List.of(
            "/assets/none.js",
            "/favicon.xyz",
            "/assets/%2e%2e/index.html",
            "/..%2f..%2fMain.class",
            "/api/v2/x")) {
      assertThat(plane.send("GET", path).statusCode()).as(path).isIn(400, 404);
    }
  }

  @Test
  void everyAnswerForbidsForeignAndInlineCode() {
    for (String path : List.of("/", "/api/v1/clusters", "/nothing.js")) {
      HttpResponse<String> answer = plane.send("GET", path);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'")
          .contains("script-src 'self';")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }
}
