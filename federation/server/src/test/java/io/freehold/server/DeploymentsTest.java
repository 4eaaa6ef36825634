package io.freehold.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freehold.store.HealthFact;
import io.freehold.store.SyncFact;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is a deployment, when it failed, when all was well again, and what nobody had planned. */
class DeploymentsTest {
  private static final Instant START = Instant.parse("2026-11-16T08:00:00Z");

  private final List<SyncFact> syncs = new ArrayList<>();
  private final List<HealthFact> health = new ArrayList<>();

  @Test
  void syncs_of_one_revision_are_one_deployment_and_syncs_without_changes_none() {
    sync(0, "a", true, 3, "Add a");
    sync(5, "a", true, 1, "Add a");
    sync(10, "b", true, 0, "Edit a readme");
    sync(20, "c", true, 1, "Add c");
    assertThat(found()).extracting(one -> one.sync().revision()).containsExactly("c", "a");
    Deployment first = found().getLast();
    assertThat(first.at()).isEqualTo(minute(0));
    assertThat(first.leadTime()).contains(Duration.ofMinutes(10));
    assertThat(first.leadTimeOfAuthor()).contains(Duration.ofMinutes(60));
    assertThat(first.failed()).isFalse();
    assertThat(first.rework()).isFalse();
  }

  @Test
  void a_failed_sync_recovers_with_its_next_success_or_the_next_deployment() {
    sync(0, "a", false, 0, "Add a");
    sync(4, "a", true, 2, "Add a");
    sync(10, "b", false, 0, "Break b");
    sync(17, "c", true, 2, "Mend b");
    sync(30, "d", false, 0, "Break d");
    List<Deployment> found = found();
    assertThat(found).extracting(Deployment::failure).containsExactly("sync", "", "sync", "sync");
    assertThat(found.getLast().recovery()).contains(Duration.ofMinutes(4));
    assertThat(found.getLast().leadTime()).contains(Duration.ofMinutes(14));
    assertThat(found.get(2).recovery()).contains(Duration.ofMinutes(7));
    assertThat(found.get(2).leadTime()).isEmpty();
    assertThat(found.getFirst().recovery()).isEmpty();
  }

  @Test
  void a_deployment_that_degrades_soon_has_failed_until_it_is_healthy() {
    sync(0, "a", true, 1, "Add a");
    health(9, "Degraded");
    health(12, "Healthy");
    sync(40, "b", true, 1, "Add b");
    health(75, "Degraded");
    List<Deployment> found = found();
    assertThat(found)
        .extracting(Deployment::failure)
        .as("later is not its fault")
        .containsExactly("", "degraded");
    assertThat(found.getLast().recovery()).contains(Duration.ofMinutes(3));
  }

  @Test
  void what_is_taken_back_has_failed_and_taking_back_is_rework() {
    sync(0, "a", true, 1, "Add a");
    sync(10, "b", true, 1, "Add b");
    sync(25, "c", true, 1, "Revert \"Add b\"");
    sync(30, "d", true, 1, "Urgent HOTFIX of c");
    List<Deployment> found = found();
    assertThat(found).extracting(Deployment::rework).containsExactly(true, true, false, false);
    assertThat(found).extracting(Deployment::failure).containsExactly("", "", "reverted", "");
    assertThat(found.get(2).recovery()).contains(Duration.ofMinutes(15));
  }

  @Test
  void going_back_to_the_same_objects_is_taking_back_whatever_the_message_says() {
    sync(0, "a", true, 1, "Add a", "sha256:1");
    sync(10, "b", true, 1, "Add b", "sha256:2");
    sync(20, "c", true, 1, "Tidy up", "sha256:1");
    List<Deployment> found = found();
    assertThat(found.getFirst().rework()).isTrue();
    assertThat(found.get(1).failure()).isEqualTo("reverted");
  }

  @Test
  void rules_come_from_a_file_and_a_broken_one_names_its_field() throws Exception {
    DeliveryRules rules =
        read(
            """
            apiVersion: freehold.io/v1
            kind: Delivery
            metadata: {name: delivery}
            spec:
              environmentLabel: stage
              failureWindow: 2h
              reverts: ["rueckgaengig:*", "*(undo)"]
            """);
    assertThat(rules.environmentLabel()).isEqualTo("stage");
    assertThat(rules.failureWindow()).isEqualTo(Duration.ofHours(2));
    assertThat(rules.reverts("Rueckgaengig: x")).isTrue();
    assertThat(rules.reverts("x (undo)")).isTrue();
    assertThat(rules.reverts("Revert x")).isFalse();
    assertThat(rules.unplanned("a hotfix")).isTrue();
    assertThat(DeliveryRules.read(Map.of())).isEqualTo(DeliveryRules.USUAL);
    String head = "apiVersion: freehold.io/v1\nkind: Delivery\n";
    for (String[] broken :
        new String[][] {
          {"kind: Delivery", "must hold a Delivery"},
          {head + "spec: {failureWindow: soon}", "spec.failureWindow"},
          {head + "spec: {reverts: ['']}", "spec.reverts"},
          {head + "spec: {revert: [x]}", "revert"},
          {"a: [", "plane/delivery.yaml"}
        }) {
      assertThatThrownBy(() -> read(broken[0]))
          .isInstanceOf(PlaneConfiguration.BrokenException.class)
          .hasMessageContaining(broken[1]);
    }
  }

  private static DeliveryRules read(String yaml) throws PlaneConfiguration.BrokenException {
    return DeliveryRules.read(Map.of(DeliveryRules.FILE, yaml.getBytes(StandardCharsets.UTF_8)));
  }

  private List<Deployment> found() {
    return new Deployments(DeliveryRules.USUAL).of(syncs, health);
  }

  private void sync(int minute, String revision, boolean succeeded, long changed, String subject) {
    sync(minute, revision, succeeded, changed, subject, "sha256:" + revision);
  }

  private void sync(
      int minute, String revision, boolean succeeded, long changed, String subject, String digest) {
    Instant committed =
        syncs.stream()
            .filter(sync -> sync.revision().equals(revision))
            .map(SyncFact::endedAt)
            .findFirst()
            .orElse(minute(minute))
            .minusSeconds(600);
    syncs.add(
        new SyncFact(
            "east",
            "prod",
            "apps",
            "shop",
            minute(minute),
            succeeded,
            changed,
            revision,
            digest,
            Optional.of(committed.minusSeconds(3_000)),
            Optional.of(committed),
            subject));
  }

  private void health(int minute, String state) {
    health.add(new HealthFact("east", "apps", "shop", minute(minute), state));
  }

  private static Instant minute(int minute) {
    return START.plusSeconds(60L * minute);
  }
}
