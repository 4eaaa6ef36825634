package io.freehold.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.Application;
import io.freehold.api.ApplicationId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApplicationSinkTest {
  private final Told told = new Told();
  private final ApplicationSink sink = new ApplicationSink(told);

  @Test
  void aFieldThatCannotBeReadIsNamedAndTheRestIsToldAsFarAsItCanBe() {
    sink.seen(object("{\"sync\":{\"retry\":{\"limit\":3000000000}}}", "{\"revision\":\"one\"}"));
    sink.seen(object("{\"sources\":[{\"path\":\"x\"},{\"path\":[]}]}", "{}"));

    assertThat(told.problems).hasSize(2);
    assertThat(told.problems.getFirst()).startsWith("spec.sync.retry.limit: ").contains("range");
    assertThat(told.problems.getLast()).startsWith("spec.sources[1].path: ");
    Application known = told.applications.getFirst();
    assertThat(known.id()).isEqualTo(new ApplicationId("apps", "shop"));
    assertThat(known.metadata().generation()).isEqualTo(7);
    assertThat(known.metadata().finalizers()).containsExactly("f");
    assertThat(known.status().revision()).isEqualTo("one");
    assertThat(known.spec().sources()).isEmpty();
  }

  @Test
  void aStatusOfAnotherVersionStopsNothing() {
    sink.seen(object("{\"sources\":[{\"path\":\"x\"}]}", "{\"sync\":\"Sideways\"}"));

    assertThat(told.problems).isEmpty();
    assertThat(told.applications.getFirst().spec().sources()).hasSize(1);
    assertThat(told.applications.getFirst().status().revision()).isEmpty();
  }

  private static ObjectNode object(String spec, String status) {
    try {
      return (ObjectNode)
          Json.MAPPER.readTree(
              """
              {"apiVersion":"freehold.io/v1","kind":"Application",
               "metadata":{"namespace":"apps","name":"shop","generation":7,"finalizers":["f"]},
               "spec":%s,"status":%s}
              """
                  .formatted(spec, status));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(spec, e);
    }
  }

  private static final class Told implements ApplicationListener {
    final List<Application> applications = new ArrayList<>();
    final List<String> problems = new ArrayList<>();

    @Override
    public void changed(Application application) {
      applications.add(application);
    }

    @Override
    public void unreadable(Application known, String problem) {
      applications.add(known);
      problems.add(problem);
    }

    @Override
    public void gone(ApplicationId id) {
      throw new AssertionError(id + " is not gone");
    }

    @Override
    public void listing() {}

    @Override
    public void listed() {}
  }
}
