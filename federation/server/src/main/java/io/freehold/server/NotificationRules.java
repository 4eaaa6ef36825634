package io.freehold.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freehold.notify.RuleException;
import io.freehold.notify.Rules;
import io.freehold.notify.RulesReader;
import io.freehold.store.AuditEntry;
import io.freehold.store.AuditTrail;
import io.freehold.store.ConfigurationTable;
import io.freehold.store.Database;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules of notifications, from the registry's folder {@code plane/}. */
final class NotificationRules {
  private static final String PART = "notifications";
  private static final Pattern PATHS =
      Pattern.compile("plane/(notifications|notifications/[^/]+)\\.yaml");

  private NotificationRules() {}

  /** The rules as a part of the plane's configuration; changes of them are audited. */
  static PlaneConfiguration<Rules> configuration(
      Database database, AuditTrail audit, InstantSource clock) {
    var rules =
        new PlaneConfiguration<Rules>(
            PART,
            path -> PATHS.matcher(path).matches(),
            NotificationRules::read,
            new ConfigurationTable(database));
    rules.whenChanged(changed ->
        audit.append(
            new AuditEntry(
                clock.instant(),
                changed.commit().author(),
                "user",
                "configuration.change",
                PART,
                "",
                changed.commit().id(),
                changed.value().digest(),
                "success",
                "plane/" + PART,
                JsonNodeFactory.instance.objectNode())));
    return rules;
  }

  private static Rules read(Map<String, byte[]> files) throws PlaneConfiguration.BrokenException {
    try {
      return files.isEmpty() ? Rules.NONE : RulesReader.read(files);
    } catch (RuleException e) {
      throw new PlaneConfiguration.BrokenException(String.valueOf(e.getMessage()));
    }
  }
}
