package io.freehold.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The definitions that clusters are bootstrapped with are those of the records. */
class CommittedDefinitionsTest {
  private static final String FILE = "registry-template/cluster/freehold/crds.yaml";
  private static final String ARGO = "registry-template/argocd/crds.yaml";
  private static final Path ROOT = Path.of("..", "..");

  @Test
  void areTheGeneratedOnes() throws IOException {
    assertThat(Files.readString(ROOT.resolve(FILE)))
        .withFailMessage(
            "%s is not what the records say. Regenerate it from the root of the repository:%n"
                + "mvn -q -pl agent/crd -am package -DskipTests%n"
                + "java -cp 'agent/crd/target/dist/lib/*' io.freehold.crd.Main %s %s",
            FILE, FILE, ARGO)
        .isEqualTo(Main.definitions());
    assertThat(Files.readString(ROOT.resolve(ARGO))).isEqualTo(Main.argo());
  }

  @Test
  void keepWhatOtherProductsSayThatIsNotKnown() {
    assertThat(Main.argo())
        .contains("x-kubernetes-preserve-unknown-fields: true")
        .doesNotContain("subresources", "required:");
  }

  @Test
  void showTheColumnsThatPeopleLookFor() {
    assertThat(Main.definitions())
        .containsSubsequence(
            "name: applications.freehold.io",
            "name: Sync",
            "name: Health",
            "name: Revision",
            "name: Age",
            "subresources:",
            "status: {}");
  }

  @Test
  void spellStatesAsTheAgentWritesThem() {
    assertThat(Main.definitions()).contains("- OutOfSync", "- Progressing", "- Superseded");
  }
}
