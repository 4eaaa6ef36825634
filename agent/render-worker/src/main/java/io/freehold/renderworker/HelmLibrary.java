package io.freehold.renderworker;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The native library of helm-java, called without its Java half: two of its functions are enough,
 * and the JDK can call them. Layouts follow the header file that comes with the library.
 */
final class HelmLibrary {
  private static final String INT = "int ";
  private static final List<String> INSTALL =
      List.of(
          "name",
          INT + "generateName",
          "nameTemplate",
          "version",
          "chart",
          "namespace",
          "kubeVersion",
          INT + "atomic",
          INT + "createNamespace",
          "description",
          INT + "devel",
          INT + "dependencyUpdate",
          INT + "disableOpenApiValidation",
          INT + "dryRun",
          "dryRunOption",
          INT + "skipCRDs",
          INT + "wait",
          INT + "timeout",
          "values",
          "setFiles",
          "valuesFiles",
          "kubeConfig",
          "kubeConfigContents",
          "certFile",
          "keyFile",
          "caFile",
          INT + "insecureSkipTlsVerify",
          INT + "plainHttp",
          "keyring",
          INT + "debug",
          INT + "clientOnly",
          "repositoryConfig");
  private static final List<String> TEMPLATE =
      List.of(
          "name",
          "version",
          "chart",
          "namespace",
          "kubeVersion",
          INT + "dependencyUpdate",
          INT + "skipCRDs",
          "values",
          "setFiles",
          "valuesFiles",
          "certFile",
          "keyFile",
          "caFile",
          INT + "insecureSkipTlsVerify",
          INT + "plainHttp",
          "keyring",
          INT + "debug",
          "repositoryConfig");
  private static final StructLayout RESULT =
      MemoryLayout.structLayout(
          ADDRESS.withName("out"),
          ADDRESS.withName("err"),
          ADDRESS.withName("stdOut"),
          ADDRESS.withName("stdErr"));

  private final MethodHandle install;
  private final MethodHandle template;
  private final MethodHandle free;

  @SuppressWarnings("restricted") // as load
  private HelmLibrary(SymbolLookup symbols) {
    Linker linker = Linker.nativeLinker();
    var call = FunctionDescriptor.of(RESULT, ADDRESS);
    this.install = linker.downcallHandle(symbols.findOrThrow("Install"), call);
    this.template = linker.downcallHandle(symbols.findOrThrow("Template"), call);
    this.free =
        linker.downcallHandle(symbols.findOrThrow("Free"), FunctionDescriptor.ofVoid(RESULT));
  }

  /**
   * Loads the library for the life of the process.
   *
   * @throws IllegalArgumentException when it is not there or for another platform
   */
  @SuppressWarnings("restricted") // the module is opened for native access on the command line
  static HelmLibrary load(Path file) {
    return new HelmLibrary(SymbolLookup.libraryLookup(file, Arena.global()));
  }

  /**
   * What a call gave.
   *
   * @param output its result, empty on failure
   * @param error why it failed, empty on success
   */
  record Outcome(String output, String error) {}

  /** {@code helm install}; options by the names of the header, numbers for its integers. */
  Outcome install(Map<String, Object> options) {
    return call(install, INSTALL, options);
  }

  /** {@code helm template}. */
  Outcome template(Map<String, Object> options) {
    return call(template, TEMPLATE, options);
  }

  private Outcome call(MethodHandle function, List<String> fields, Map<String, Object> options) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment argument = struct(arena, fields, options);
      MemorySegment result =
          (MemorySegment) function.invokeExact((SegmentAllocator) arena, argument);
      try {
        return new Outcome(text(result, 0), text(result, 1));
      } finally {
        free.invokeExact(result);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("Helm could not be called", e);
    }
  }

  /** Lays out fields as C does: each at the next multiple of its own size. */
  private static MemorySegment struct(
      Arena arena, List<String> fields, Map<String, Object> options) {
    // No field is larger than a pointer.
    MemorySegment struct =
        arena.allocate(fields.size() * ADDRESS.byteSize(), ADDRESS.byteAlignment());
    long offset = 0;
    for (String field : fields) {
      boolean isInt = field.startsWith(INT);
      long size = isInt ? JAVA_INT.byteSize() : ADDRESS.byteSize();
      offset = (offset + size - 1) / size * size;
      Object value = options.get(isInt ? field.substring(INT.length()) : field);
      if (value instanceof Integer number && isInt) {
        struct.set(JAVA_INT, offset, number);
      } else if (value instanceof String text && !isInt) {
        struct.set(ADDRESS, offset, arena.allocateFrom(text));
      } else if (value != null) {
        throw new IllegalArgumentException(field);
      }
      offset += size;
    }
    return struct;
  }

  @SuppressWarnings("restricted") // a C text has no length but its end
  private static String text(MemorySegment result, int index) {
    MemorySegment pointer = result.getAtIndex(ADDRESS, index);
    return pointer.address() == 0 ? "" : pointer.reinterpret(Long.MAX_VALUE).getString(0);
  }
}
