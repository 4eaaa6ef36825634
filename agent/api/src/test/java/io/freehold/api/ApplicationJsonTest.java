package io.freehold.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApplicationJsonTest {
  private final ObjectMapper json = new ObjectMapper();

  @Test
  void absentFieldsHaveTheirDefaults() throws Exception {
    Application read =
        json.readValue(
            """
            {"apiVersion":"freehold.io/v1","kind":"Application",
             "metadata":{"name":"shop","namespace":"freehold-system"},
             "spec":{"sources":[{"path":"apps/shop"}]}}
            """,
            Application.class);

    assertThat(read.id()).isEqualTo(new ApplicationId("freehold-system", "shop"));
    assertThat(read.spec().sources().getFirst().repoUrl()).isEmpty();
    assertThat(read.spec().sync().automated().prune()).isTrue();
    assertThat(read.spec().sync().automated().allowEmpty()).isFalse();
    assertThat(read.spec().sync().retry().backoff().factor()).isEqualTo(2);
    assertThat(read.status().sync()).isEqualTo(SyncState.UNKNOWN);
    assertThat(read.status().health().status()).isEqualTo(HealthState.UNKNOWN);
  }

  /** A newer custom resource definition must never stop an older agent. */
  @Test
  void unknownFieldsAreIgnoredEverywhere() throws Exception {
    Application read =
        json.readValue(
            """
            {"later":1,"metadata":{"name":"a","managedFields":[]},
             "spec":{"later":1,"sync":{"later":1,"retry":{"later":1,"backoff":{"factor":0,"later":1}},
               "automated":{"later":1},"options":{"later":1}},
               "destination":{"later":1},"dependsOn":[{"name":"b","later":1}],
               "sources":[{"later":1,"directory":{"later":1}}]},
             "status":{"later":1,"summary":{"later":1},"operation":{"later":1},"health":{"later":1},
               "conditions":[{"later":1}],"history":[{"later":1}]}}
            """,
            Application.class);

    assertThat(read.spec().sync().retry().backoff().factor()).isEqualTo(2);
    assertThat(read.spec().dependsOn()).hasSize(1);
  }

  @Test
  void statesAreSpelledAsUsersKnowThem() throws Exception {
    var status =
        new ApplicationStatus(
            3,
            "abc",
            "",
            SyncState.OUT_OF_SYNC,
            new ApplicationStatus.Health(HealthState.DEGRADED, "Deployment shop/web"),
            ApplicationStatus.Operation.NONE,
            List.of(),
            List.of(),
            ApplicationStatus.Summary.NONE);

    String text = json.writeValueAsString(status);

    assertThat(text).contains("\"sync\":\"OutOfSync\"").contains("\"status\":\"Degraded\"");
    assertThat(json.readValue(text, ApplicationStatus.class)).isEqualTo(status);
  }

  @Test
  void aRequestIsReadAndKeptWithoutItsManifests() throws Exception {
    Application read =
        json.readValue(
            """
            {"metadata":{"name":"a"},"spec":{"sources":[{"path":"x"}]},
             "operation":{"later":1,"revision":"abc","dryRun":true,"manifests":["kind: Secret"],
               "resources":[{"group":"apps","kind":"Deployment","name":"web","later":1}],
               "retry":{"limit":2},"initiatedBy":{"username":"ann","later":1},
               "infos":[{"name":"why","value":"test","later":1}]}}
            """,
            Application.class);

    OperationRequest request = java.util.Objects.requireNonNull(read.operation());
    assertThat(request.prune()).isNull();
    assertThat(request.isSelective()).isTrue();
    assertThat(request.retry()).matches(retry -> retry.limit() == 2);
    assertThat(request.resources().getFirst())
        .hasToString("apps/Deployment web")
        .matches(one -> one.selects(new ObjectRef("apps", "Deployment", "shop", "web")))
        .matches(one -> !one.selects(new ObjectRef("", "Deployment", "shop", "web")));
    assertThat(json.writeValueAsString(request.withoutManifests()))
        .contains("\"revision\":\"abc\"", "\"dryRun\":true", "ann")
        .doesNotContain("manifests", "Secret", "prune");
  }
}
