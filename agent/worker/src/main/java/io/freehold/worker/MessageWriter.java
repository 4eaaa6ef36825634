package io.freehold.worker;

import io.freehold.worker.HelmRequest.Capabilities;
import io.freehold.worker.JsonnetRequest.Variables;
import io.freehold.worker.Message.Failed;
import io.freehold.worker.Message.LookupAnswer;
import io.freehold.worker.Message.LookupCall;
import io.freehold.worker.Message.Rendered;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/** Writes messages; {@link MessageReader} is its other half. */
final class MessageWriter {
  private final DataOutputStream out;

  MessageWriter(DataOutputStream out) {
    this.out = out;
  }

  void write(Message message) throws IOException {
    switch (message) {
      case HelmRequest helm -> helm(helm);
      case JsonnetRequest jsonnet -> jsonnet(jsonnet);
      case Rendered(var text) -> {
        out.writeByte('r');
        text(text);
      }
      case Failed(var code, var text) -> {
        out.writeByte('f');
        text(code.name());
        text(text);
      }
      case LookupCall(var apiVersion, var kind, var namespace, var name) -> {
        out.writeByte('l');
        text(apiVersion);
        text(kind);
        text(namespace);
        text(name);
      }
      case LookupAnswer(var json) -> {
        out.writeByte('a');
        out.writeBoolean(json.isPresent());
        text(json.orElse(""));
      }
    }
  }

  private void helm(HelmRequest request) throws IOException {
    out.writeByte('h');
    files(request.chart());
    text(request.releaseName());
    text(request.namespace());
    HelmValues values = request.values();
    out.writeInt(values.documents().size());
    for (ValuesFile document : values.documents()) {
      text(document.name());
      text(document.text());
    }
    out.writeInt(values.parameters().size());
    for (HelmValues.Parameter parameter : values.parameters()) {
      text(parameter.name());
      text(parameter.value());
      out.writeBoolean(parameter.forceString());
    }
    out.writeInt(values.files().size());
    for (HelmValues.FileParameter file : values.files()) {
      text(file.name());
      text(file.content());
    }
    Capabilities capabilities = request.capabilities();
    text(capabilities.kubeVersion());
    texts(capabilities.apiVersions());
    texts(request.flags().stream().map(Enum::name).toList());
  }

  private void jsonnet(JsonnetRequest request) throws IOException {
    out.writeByte('j');
    files(request.files());
    text(request.main());
    texts(request.libraries());
    variables(request.external());
    variables(request.topLevel());
  }

  private void variables(Variables variables) throws IOException {
    map(variables.texts());
    map(variables.code());
  }

  private void files(Map<String, byte[]> files) throws IOException {
    out.writeInt(files.size());
    for (var file : files.entrySet()) {
      text(file.getKey());
      bytes(file.getValue());
    }
  }

  private void map(Map<String, String> map) throws IOException {
    out.writeInt(map.size());
    for (var entry : map.entrySet()) {
      text(entry.getKey());
      text(entry.getValue());
    }
  }

  private void texts(Collection<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      text(text);
    }
  }

  private void text(String text) throws IOException {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void bytes(byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
