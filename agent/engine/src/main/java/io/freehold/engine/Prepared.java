package io.freehold.engine;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.api.ApplicationId;
import io.freehold.api.ObjectRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * One object of a render, marked as ours and ready to be applied. It keeps bytes instead of a tree,
 * because thousands of them live as long as the agent does.
 */
public final class Prepared {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String apiVersion;
  private final int wave;
  private final ObjectRef ref;
  private final Manifest.Origin origin;
  private final ApplicationId application;
  private final ObjectOptions options;
  private final byte[] content;

  Prepared(Manifest manifest, ApplicationId application, int wave) {
    this.apiVersion = manifest.apiVersion();
    this.wave = wave;
    this.ref = requireNonNull(manifest.ref(), "ref is null");
    this.origin = manifest.origin();
    this.application = application;
    this.options = ObjectOptions.of(manifest.content());
    try {
      this.content = JSON.writeValueAsBytes(manifest.content());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree that cannot be written", e);
    }
  }

  /** Version the object is written in. */
  public String apiVersion() {
    return apiVersion;
  }

  /** Its wave. */
  public int wave() {
    return wave;
  }

  /** Its identity. */
  public ObjectRef ref() {
    return ref;
  }

  /** Where it was written. */
  public Manifest.Origin origin() {
    return origin;
  }

  /** How it wants to be synced. */
  public ObjectOptions options() {
    return options;
  }

  /** The application that it is marked with. */
  ApplicationId application() {
    return application;
  }

  /** The object as a tree, a new one each time. */
  public Manifest manifest() {
    try {
      return new Manifest(apiVersion, ref, (ObjectNode) JSON.readTree(content), origin);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes that were written by this class", e);
    }
  }

  /** Whether applying the other one would send the same bytes. */
  public boolean sameContent(Prepared other) {
    return ref.equals(other.ref) && Arrays.equals(content, other.content);
  }

  /** Its place in a sync. */
  SyncOrder order() {
    return SyncOrder.of(wave, ref);
  }

  /** The bytes, for a digest over them; not to be changed. */
  byte[] content() {
    return content;
  }

  @Override
  public String toString() {
    return ref + " (" + origin + ")";
  }
}
