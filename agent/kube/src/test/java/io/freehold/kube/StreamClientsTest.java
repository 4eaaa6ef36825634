package io.freehold.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamClientsTest {
  private final StreamClients clients = new StreamClients(HttpClient::newHttpClient);

  @AfterEach
  void close() {
    clients.close();
  }

  @Test
  void sharesAConnectionUntilItIsFull() {
    List<StreamClients.Lease> leases = new ArrayList<>();
    for (int i = 0; i < StreamClients.PER_CLIENT; i++) {
      leases.add(clients.lease());
    }
    HttpClient first = leases.getFirst().client();

    assertThat(leases).allMatch(lease -> lease.client().equals(first));
    assertThat(clients.lease().client()).isNotEqualTo(first);

    leases.getFirst().close();
    leases.getFirst().close();
    assertThat(clients.lease().client()).as("one place is free").isEqualTo(first);
    assertThat(clients.lease().client()).as("and only one").isNotEqualTo(first);
  }

  @Test
  void opensNothingMoreOnARetiredConnectionAndEndsItWithItsLastBody() {
    StreamClients.Lease one = clients.lease();
    StreamClients.Lease other = clients.lease();

    one.retire();
    one.close();

    assertThat(clients.lease().client()).isNotEqualTo(other.client());
    assertThat(other.client().isTerminated()).isFalse();
    other.close();
    assertThat(awaitEnd(other.client())).isTrue();
  }

  private static boolean awaitEnd(HttpClient client) {
    try {
      return client.awaitTermination(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
