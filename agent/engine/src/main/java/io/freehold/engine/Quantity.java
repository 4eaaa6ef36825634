package io.freehold.engine;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of resources, of which {@code 0.5}, {@code 500m} and {@code "0.50"} are the same. */
final class Quantity {
  private static final Pattern FORM =
      Pattern.compile(
          "([+-]?(?:\\d{1,30}(?:\\.\\d{0,30})?|\\.\\d{1,30}))"
              + "(?:(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E)|[eE]([+-]?\\d{1,2}))?");
  private static final Map<String, Integer> DECIMAL =
      Map.of("n", -9, "u", -6, "m", -3, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);
  private static final String BINARY = "KMGTPE";

  private Quantity() {}

  /** One spelling for all that mean the same; empty when the text is no quantity. */
  static Optional<String> canonical(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    BigDecimal amount = new BigDecimal(form.group(1));
    String suffix = form.group(2);
    if (form.group(3) != null) {
      amount = amount.scaleByPowerOfTen(Integer.parseInt(form.group(3)));
    } else if (suffix != null && suffix.endsWith("i")) {
      int power = BINARY.indexOf(suffix.charAt(0)) + 1;
      amount = amount.multiply(BigDecimal.valueOf(1024).pow(power));
    } else if (suffix != null) {
      amount = amount.scaleByPowerOfTen(DECIMAL.getOrDefault(suffix, 0));
    }
    return Optional.of(amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString());
  }
}
