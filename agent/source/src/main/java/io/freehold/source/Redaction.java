package io.freehold.source;

import java.util.regex.Pattern;

/** Takes secrets out of text that other people's code produced. */
final class Redaction {
  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]*:[^/@\\s]*@");
  private static final Pattern NAME_ONLY = Pattern.compile("(?<=https?://)[^/@\\s]*@");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n]]");
  private static final int LONGEST = 600;

  private Redaction() {}

  /** The text without passwords and, in HTTP URLs, without user names, which often are tokens. */
  static String url(String text) {
    return NAME_ONLY.matcher(USER_INFO.matcher(text).replaceAll("")).replaceAll("");
  }

  /** A message of a library or a server: one line, bounded, without passwords. */
  static String message(String text, GitCredentials credentials) {
    String clean =
        CONTROL.matcher(url(text)).replaceAll("").strip().replaceAll("\\s*\\n\\s*", "; ");
    for (String secret : credentials.secrets()) {
      clean = clean.replace(secret, "***");
    }
    return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean;
  }
}
