package io.freehold.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freehold.server.PlaneConfiguration.BrokenException;
import io.freehold.source.GitRepository;
import io.freehold.store.ChangeLog;
import io.freehold.store.CommitTable;
import io.freehold.store.ConfigurationTable;
import io.freehold.store.Database;
import io.freehold.store.RegistryTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder {@code plane/} of a real repository, and what is kept of it in a real database. */
class PlaneConfigurationTest {
  @TempDir Path directory;

  private final Database database = SharedPostgres.database();
  // Tests share the database, so each has a part of its own.
  private final String part = "part-" + UUID.randomUUID();
  private final List<String> changes = new ArrayList<>();
  private TestRegistry registry;
  private GitRepository repository;
  private PlaneConfiguration<String> configuration;
  private RegistryReader reader;

  @BeforeEach
  void open() throws Exception {
    registry = new TestRegistry(Files.createDirectory(directory.resolve("registry")));
    repository = registry.open(directory.resolve("copies"));
    configuration = configuration();
    reader = reader();
  }

  @AfterEach
  void close() {
    reader.close();
    registry.close();
    database.close();
  }

  @Test
  void a_commit_configures_the_plane_and_the_next_one_changes_it() throws Exception {
    registry.configure("test.txt", "one");
    reader.look();
    assertThat(configuration.value()).isEqualTo("one");
    assertThat(configuration.revision()).isEqualTo(reader.status().revision());

    registry.configure("test.txt", "two");
    reader.look();
    registry.configure("other.txt", "of another part");
    reader.look();

    assertThat(configuration.value()).isEqualTo("two");
    assertThat(changes).containsExactly("one by test@example.org", "two by test@example.org");
  }

  @Test
  void a_broken_file_keeps_the_last_good_one_and_says_why_over_restarts_too() throws Exception {
    registry.configure("test.txt", "good");
    reader.look();
    String good = configuration.revision();
    registry.configure("test.txt", "broken");
    reader.look();

    assertThat(configuration.value()).isEqualTo("good");
    assertThat(configuration.revision()).isEqualTo(good);
    assertThat(configuration.problem()).isEqualTo("plane/test.txt is broken");

    PlaneConfiguration<String> restarted = configuration();
    assertThat(restarted.value()).isEqualTo("good");
    assertThat(restarted.revision()).isEqualTo(good);
  }

  @Test
  void what_is_not_a_small_plain_file_keeps_the_last_good_one() throws Exception {
    registry.configure("test.txt", "good");
    reader.look();
    registry.configure("test.txt", "x".repeat(300_000));
    reader.look();
    assertThat(configuration.value()).isEqualTo("good");
    assertThat(configuration.problem()).contains("plane/test.txt has more than");

    registry.unconfigure("test.txt");
    Files.createSymbolicLink(directory.resolve("registry/plane/test.txt"), Path.of("passwd"));
    registry.put("any", "");
    reader.look();
    assertThat(configuration.value()).isEqualTo("good");
    assertThat(configuration.problem()).isEqualTo("plane/test.txt is not a plain file");
  }

  @Test
  void a_removed_file_is_no_longer_in_force() throws Exception {
    registry.configure("test.txt", "good");
    reader.look();
    registry.unconfigure("test.txt");
    registry.put("any", "");
    reader.look();

    assertThat(configuration.value()).isEmpty();
    assertThat(configuration().value()).isEmpty();
  }

  @Test
  void a_plane_that_knows_the_commit_already_reads_its_configuration_after_a_start()
      throws Exception {
    registry.configure("test.txt", "one");
    reader.look();
    SharedPostgres.execute(
        "postgres", "delete from plane_configuration where part = '" + part + "'");
    configuration = configuration();
    assertThat(configuration.value()).isEmpty();

    reader.close();
    repository = registry.open(directory.resolve("copies"));
    reader = reader();
    reader.look();

    assertThat(configuration.value()).isEqualTo("one");
  }

  private PlaneConfiguration<String> configuration() {
    var made =
        new PlaneConfiguration<>(
            part,
            "plane/test.txt"::equals,
            PlaneConfigurationTest::text,
            new ConfigurationTable(database));
    made.whenChanged(changed -> changes.add(changed.value() + " by " + changed.commit().author()));
    return made;
  }

  private RegistryReader reader() {
    return new RegistryReader(
        repository,
        new PlaneSettings.Registry("", "main", "", Duration.ofHours(1)),
        new RegistryTable(database),
        new CommitTable(database),
        new KnownClusters(InstantSource.system()),
        new ChangeLog(database),
        List.of(configuration),
        InstantSource.system());
  }

  private static String text(Map<String, byte[]> files) throws BrokenException {
    byte[] bytes = files.getOrDefault("plane/test.txt", new byte[0]);
    String text = new String(bytes, UTF_8);
    if (text.equals("broken")) {
      throw new BrokenException("plane/test.txt is broken");
    }
    return text;
  }
}
