package io.freehold.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.freehold.engine.ClusterPort.ResourceKind;
import io.freehold.engine.ClusterUnreachableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {
  private static final ResourceKind MAPS = new ResourceKind("v1", "ConfigMap", "configmaps", true);
  private static final ResourceKind SECRETS = new ResourceKind("v1", "Secret", "secrets", true);
  private static final ResourceKind GONE = new ResourceKind("v1", "Gone", "gones", true);
  private static final ResourceKind BROKEN =
      new ResourceKind("snapshot.storage.k8s.io/v1", "Broken", "brokens", true);

  @TempDir Path folder;
  private FakeApiServer fake;
  private ApiServer server;

  @BeforeEach
  void connect() throws IOException {
    fake = new FakeApiServer();
    server = new ApiServer(fake.credentials(folder, "t"));
  }

  @AfterEach
  void close() {
    server.close();
    fake.close();
  }

  @Test
  void aKindThatCannotBeReadStopsNothingAndMayHaveObjects() {
    for (int i = 0; i < 4; i++) {
      fake.next(exchange -> {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/configmaps")) {
          FakeApiServer.answer(exchange, 200, "{\"items\":[{}]}");
        } else if (path.endsWith("/secrets")) {
          FakeApiServer.answer(exchange, 200, "{\"items\":[]}");
        } else {
          FakeApiServer.answer(exchange, path.endsWith("/gones") ? 404 : 500, "{}");
        }
      });
    }

    assertThat(new Inventory(server).labelled(List.of(MAPS, SECRETS, GONE, BROKEN)))
        .containsExactly(MAPS, BROKEN);
  }

  @Test
  void whenNothingCanBeReadThereIsNoAnswer() {
    fake.next(403, "{}");

    assertThatExceptionOfType(ClusterUnreachableException.class)
        .isThrownBy(() -> new Inventory(server).labelled(List.of(MAPS)))
        .withMessageContaining("configmaps");
  }
}
