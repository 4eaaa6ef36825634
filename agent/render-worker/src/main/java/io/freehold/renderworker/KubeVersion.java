package io.freehold.renderworker;

import io.freehold.worker.WorkerException;
import io.freehold.worker.WorkerException.Code;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A version of Kubernetes as Helm reads {@code --kube-version}: two or more numbers, a leading
 * {@code v} or none, and whatever stands behind the numbers dropped.
 *
 * @param text {@code v1.36.3}
 * @param major {@code 1}
 * @param minor {@code 36}
 */
record KubeVersion(String text, String major, String minor) {
  private static final Pattern GENERIC =
      Pattern.compile("v?((?:0|[1-9]\\d{0,8})(?:\\.\\d{1,9})+)([^\\d].*)?");

  /**
   * Reads a version.
   *
   * @throws WorkerException when it is none
   */
  static KubeVersion parse(String text) {
    var match = GENERIC.matcher(text.strip());
    if (!match.matches()) {
      throw new WorkerException(
          Code.FAILED, "the Kubernetes version '" + text + "' is not like 'v1.36.3'");
    }
    List<String> numbers =
        Stream.of(match.group(1).split("\\.")).map(n -> "" + Integer.parseInt(n)).toList();
    return new KubeVersion("v" + String.join(".", numbers), numbers.get(0), numbers.get(1));
  }
}
