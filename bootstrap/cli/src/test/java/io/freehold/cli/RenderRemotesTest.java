package io.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.kustomize.BuildOptions;
import io.freehold.testkit.TestGitServer;
import io.freehold.testkit.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code freehold render} fetches from elsewhere, with the operator's own credentials. */
@ExtendWith(TestGitServer.class)
class RenderRemotesTest {
  private static final String MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";

  @TempDir private Path folder;

  @Test
  void a_source_and_a_base_of_another_repository_are_fetched_with_credentials_for_it(
      TestRepository repository) throws IOException {
    repository.commit(
        Map.of("base/kustomization.yaml", "resources: [a.yaml]\n", "base/a.yaml", MAP));
    String url = repository.url().toString();
    Path credentials = credentials(repository);
    write(
        "apps/kustomization.yaml",
        "namePrefix: my-\nresources: [\"" + url + "//base?ref=main\"]\n");
    write(
        "app.yaml",
        """
        apiVersion: freehold.io/v1
        kind: Application
        metadata: {name: shop, namespace: freehold-system}
        spec:
          sources:
            - {repoUrl: "%s", path: base, revision: main}
            - path: apps
        """
            .formatted(url));

    try (var renders = new LocalRenders(UserCredentials.of(credentials), folder.resolve("cache"))) {
      assertThat(names(renders.render(ApplicationFile.read(folder.resolve("app.yaml")), folder)))
          .containsExactly("a", "my-a");
      assertThat(names(renders.render(request("apps")))).containsExactly("my-a");
    }
    try (var renders = new LocalRenders(UserCredentials.of(null), folder.resolve("other"))) {
      assertThatThrownBy(
              () -> renders.render(ApplicationFile.read(folder.resolve("app.yaml")), folder))
          .isInstanceOf(CliException.class)
          .hasMessageContaining("app.yaml: the source " + url + ": ");
      assertThatThrownBy(() -> renders.render(request("apps")))
          .isInstanceOf(CliException.class)
          .hasMessageContaining("base " + url + "//base?ref=main: ");
    }
  }

  @Test
  void credentials_that_cannot_be_used_are_named_and_not_quoted() throws IOException {
    write("secrets/forge/username", "reader");
    assertThatThrownBy(() -> UserCredentials.of(folder.resolve("secrets")))
        .hasMessageContaining("each is a folder with a file url");
    write("secrets/forge/url", "https://someone:geheim@git.example.org");
    assertThatThrownBy(() -> UserCredentials.of(folder.resolve("secrets")))
        .isInstanceOf(CliException.class)
        .hasMessageNotContaining("geheim");
  }

  private Path credentials(TestRepository repository) throws IOException {
    Path from = repository.deployCredentials(true);
    for (String file : List.of("identity", "known_hosts")) {
      write("secrets/forge/" + file, Files.readString(from.resolve(file)));
    }
    write("secrets/forge/url", repository.url() + "\n");
    return folder.resolve("secrets");
  }

  private static List<String> names(LocalRenders.Output output) {
    return output.objects().stream().map(object -> object.map("metadata").text("name")).toList();
  }

  private RenderRequest request(String path) {
    return new RenderRequest(
        folder.resolve(path),
        folder,
        new SourceOptions().source(),
        "",
        "default",
        BuildOptions.DEFAULT,
        Map.of());
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
