package io.freehold.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ObjectRef;
import org.junit.jupiter.api.Test;

class SecretDataTest {
  private static final ObjectRef SECRET = new ObjectRef("", "Secret", "shop", "login");
  private static final String BOTH =
      """
      {"stringData": {"user": "admin", "key": "new"}, "data": {"key": "b2xk", "other": "eA=="}}
      """;

  @Test
  void movesPlainTextToDataWhereItWins() throws Exception {
    ObjectNode content = content(BOTH);

    SecretData.encode(SECRET, content);

    assertThat(content)
        .isEqualTo(
            content(
                """
                {"data": {"key": "bmV3", "other": "eA==", "user": "YWRtaW4="}}
                """));
  }

  @Test
  void leavesOtherKindsAndInvalidSecretsAlone() throws Exception {
    ObjectNode custom = content(BOTH);
    SecretData.encode(new ObjectRef("example.com", "Secret", "shop", "login"), custom);
    ObjectNode invalid = content("{\"stringData\": {\"port\": 80}}");
    SecretData.encode(SECRET, invalid);

    assertThat(custom).isEqualTo(content(BOTH));
    assertThat(invalid).isEqualTo(content("{\"stringData\": {\"port\": 80}}"));
  }

  private static ObjectNode content(String json) throws Exception {
    return (ObjectNode) new ObjectMapper().readTree(json);
  }
}
