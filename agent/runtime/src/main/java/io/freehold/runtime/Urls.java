package io.freehold.runtime;

import java.util.regex.Pattern;

/** Repository URLs as they may be shown. */
final class Urls {
  private static final Pattern CREDENTIALS = Pattern.compile("^([a-z+]+://)([^/@]*@)");

  private Urls() {}

  /** A URL without a password; a lone user name, as in {@code ssh://git@host}, stays. */
  static String withoutCredentials(String url) {
    var matcher = CREDENTIALS.matcher(url);
    if (!matcher.find()) {
      return url;
    }
    String user = matcher.group(2);
    boolean secret = user.indexOf(':') >= 0 || !url.startsWith("ssh");
    return secret ? matcher.group(1) + url.substring(matcher.end()) : url;
  }
}
