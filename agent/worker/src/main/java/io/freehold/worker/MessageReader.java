package io.freehold.worker;

import io.freehold.worker.HelmRequest.Capabilities;
import io.freehold.worker.HelmValues.FileParameter;
import io.freehold.worker.HelmValues.Parameter;
import io.freehold.worker.JsonnetRequest.Variables;
import io.freehold.worker.Message.Failed;
import io.freehold.worker.Message.LookupAnswer;
import io.freehold.worker.Message.LookupCall;
import io.freehold.worker.Message.Rendered;
import io.freehold.worker.WorkerException.Code;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what {@link MessageWriter} wrote, from a frame that is in memory as a whole. */
final class MessageReader {
  private final DataInputStream in;

  MessageReader(DataInputStream in) {
    this.in = in;
  }

  Message read() throws IOException {
    try {
      return message();
    } catch (IllegalArgumentException e) {
      throw new IOException("a message of another version", e);
    }
  }

  private Message message() throws IOException {
    byte type = in.readByte();
    return switch (type) {
      case 'h' -> helm();
      case 'j' -> new JsonnetRequest(files(), text(), texts(), variables(), variables());
      case 'r' -> new Rendered(text());
      case 'f' -> new Failed(Code.valueOf(text()), text());
      case 'l' -> new LookupCall(text(), text(), text(), text());
      case 'a' -> {
        boolean present = in.readBoolean();
        String json = text();
        yield new LookupAnswer(present ? Optional.of(json) : Optional.empty());
      }
      default -> throw new IOException("no message has type " + type);
    };
  }

  private HelmRequest helm() throws IOException {
    Map<String, byte[]> chart = files();
    String release = text();
    String namespace = text();
    var documents = list(() -> new ValuesFile(text(), text()));
    var parameters = list(() -> new Parameter(text(), text(), in.readBoolean()));
    var fileParameters = list(() -> new FileParameter(text(), text()));
    var capabilities = new Capabilities(text(), texts());
    var flags = texts().stream().map(HelmFlag::valueOf).collect(Collectors.toSet());
    return new HelmRequest(
        chart,
        release,
        namespace,
        new HelmValues(documents, parameters, fileParameters),
        capabilities,
        flags);
  }

  private Variables variables() throws IOException {
    return new Variables(map(), map());
  }

  private Map<String, byte[]> files() throws IOException {
    int size = in.readInt();
    var files = new HashMap<String, byte[]>();
    for (int i = 0; i < size; i++) {
      files.put(text(), bytes());
    }
    return files;
  }

  private Map<String, String> map() throws IOException {
    int size = in.readInt();
    var map = new HashMap<String, String>();
    for (int i = 0; i < size; i++) {
      map.put(text(), text());
    }
    return map;
  }

  private List<String> texts() throws IOException {
    return list(this::text);
  }

  private <T> List<T> list(Item<T> item) throws IOException {
    int size = in.readInt();
    var list = new ArrayList<T>();
    for (int i = 0; i < size; i++) {
      list.add(item.read());
    }
    return list;
  }

  private String text() throws IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  private byte[] bytes() throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new EOFException("a message ends too early");
    }
    return in.readNBytes(length);
  }

  @FunctionalInterface
  private interface Item<T> {
    T read() throws IOException;
  }
}
