package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bare repository on disk. It is only a cache: whenever it cannot be read it is thrown away and
 * made anew. Changes are made under the lock of the owning {@link GitRepository}; readers need
 * none.
 */
final class BareCopy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BareCopy.class);
  private static final String FETCHED = "refs/freehold/fetched/";
  // Tags are not commits, which all refs below the ones of the others are.
  private static final String TAGGED = "refs/freehold-tags/";
  private static final String ACCEPTED = "refs/freehold/accepted/";

  private static final int MOST_PACKS = 40;
  private static final int MOST_NEW_COMMITS = 10_000;

  private final Path folder;
  private volatile Repository repository;

  BareCopy(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder.getParent());
      repository = openOrCreate();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  Repository repository() {
    return repository;
  }

  /** Throws the copy away; trees that were handed out fail until their commit is fetched again. */
  void recreate() {
    LOG.warn("The copy {} is broken; fetching it anew", folder.getFileName());
    repository.close();
    try {
      delete(folder);
      repository = openOrCreate();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** The ref that holds what was last fetched for a revision. */
  static String fetchedRef(String revision) {
    return FETCHED + Hashes.sha256(revision);
  }

  /** The ref that holds the annotated tag a revision was last verified by. */
  static String tagRef(String revision) {
    return TAGGED + Hashes.sha256(revision);
  }

  /** The ref that holds what was last accepted for a revision. */
  static String acceptedRef(String revision) {
    return ACCEPTED + Hashes.sha256(revision);
  }

  /** The commit a ref of ours names, whether or not it can be read. */
  Optional<String> commitAt(String ref) throws IOException {
    return Optional.ofNullable(repository.exactRef(ref)).map(Ref::getObjectId).map(ObjectId::name);
  }

  /** Whether a commit and its root folder are here. */
  boolean holds(String commit) {
    try (var walk = new RevWalk(repository)) {
      RevCommit parsed = walk.parseCommit(ObjectId.fromString(commit));
      walk.parseTree(parsed.getTree());
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** The commits here whose ids begin with a short one. */
  List<String> commitsStartingWith(String shortCommit) throws IOException {
    try (var reader = repository.newObjectReader();
        var walk = new RevWalk(reader)) {
      var commits = new ArrayList<String>();
      for (ObjectId id : reader.resolve(AbbreviatedObjectId.fromString(shortCommit))) {
        if (walk.parseAny(id) instanceof RevCommit commit) {
          commits.add(commit.name());
        }
      }
      return commits;
    }
  }

  /** Whether one commit is the other or an ancestor of it, as far as history is here. */
  boolean isAncestor(String ancestor, String descendant) throws IOException {
    try (var walk = new RevWalk(repository)) {
      return walk.isMergedInto(
          walk.parseCommit(ObjectId.fromString(ancestor)),
          walk.parseCommit(ObjectId.fromString(descendant)));
    }
  }

  SignedObject signedCommit(String commit) throws IOException {
    try (var walk = new RevWalk(repository)) {
      return signed(walk.parseCommit(ObjectId.fromString(commit)));
    }
  }

  /** The commits that one has and another has not, oldest first. */
  List<SignedObject> signedCommits(String from, String to) throws IOException {
    try (var walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(ObjectId.fromString(to)));
      walk.markUninteresting(walk.parseCommit(ObjectId.fromString(from)));
      walk.sort(RevSort.TOPO);
      walk.sort(RevSort.REVERSE, true);
      var commits = new ArrayList<SignedObject>();
      for (RevCommit commit : walk) {
        if (commits.size() >= MOST_NEW_COMMITS) {
          throw new SourceException(
              Code.LIMIT,
              "more than %d commits are new; accept one in between first"
                  .formatted(MOST_NEW_COMMITS));
        }
        walk.parseBody(commit);
        commits.add(signed(commit));
      }
      return List.copyOf(commits);
    }
  }

  /** What a commit says of itself. */
  CommitInfo info(String commit) throws IOException {
    try (var walk = new RevWalk(repository)) {
      return info(walk.parseCommit(ObjectId.fromString(commit)));
    }
  }

  /** The newest commits of one that are not in another, newest first, as far as they are here. */
  List<CommitInfo> log(String from, String to, int limit) throws IOException {
    try (var walk = new RevWalk(repository)) {
      walk.markStart(walk.parseCommit(ObjectId.fromString(to)));
      if (!from.isEmpty() && holds(from)) {
        walk.markUninteresting(walk.parseCommit(ObjectId.fromString(from)));
      }
      List<CommitInfo> commits = new ArrayList<>();
      while (commits.size() < limit) {
        RevCommit next = walk.next();
        if (next == null) {
          break;
        }
        commits.add(info(next));
      }
      return commits;
    }
  }

  private static CommitInfo info(RevCommit commit) {
    Instant time = Instant.ofEpochSecond(commit.getCommitTime());
    return new CommitInfo(
        commit.name(),
        time,
        address(commit::getAuthorIdent),
        address(commit::getCommitterIdent),
        authoredAt(commit).orElse(time),
        subject(commit));
  }

  private static Optional<Instant> authoredAt(RevCommit commit) {
    try {
      return Optional.ofNullable(commit.getAuthorIdent()).map(PersonIdent::getWhenAsInstant);
    } catch (RuntimeException _) {
      // Whoever makes commits can put anything there.
      return Optional.empty();
    }
  }

  private static String subject(RevCommit commit) {
    try {
      String text = commit.getShortMessage().replaceAll("\\p{Cntrl}", " ").strip();
      return text.substring(0, Math.min(text.length(), CommitInfo.MOST_SUBJECT));
    } catch (RuntimeException _) {
      return "";
    }
  }

  private static SignedObject signed(RevCommit commit) {
    String name = "the commit %s by %s".formatted(commit.name(), address(commit::getAuthorIdent));
    Instant time = Instant.ofEpochSecond(commit.getCommitTime());
    return SignedObject.commit(name, commit.name(), commit.getRawBuffer(), time)
        .orElseGet(() -> new SignedObject(name, commit.name(), new byte[0], "several", time));
  }

  private static String address(Supplier<@Nullable PersonIdent> person) {
    try {
      PersonIdent found = person.get();
      return found == null ? "nobody" : found.getEmailAddress().replaceAll("\\p{Cntrl}", "?");
    } catch (RuntimeException _) {
      return "nobody";
    }
  }

  /** The annotated tag of a ref, when it has a name and leads to a commit. */
  Optional<SignedObject> signedTag(String ref, String name, String commit) throws IOException {
    Ref found = repository.exactRef(ref);
    try (var walk = new RevWalk(repository)) {
      if (found == null
          || !(walk.parseAny(found.getObjectId()) instanceof RevTag tag)
          || !tag.getTagName().equals(name)
          || !tag.getObject().name().equals(commit)) {
        return Optional.empty();
      }
      PersonIdent tagger = tag.getTaggerIdent();
      Instant time = tagger == null ? Instant.EPOCH : tagger.getWhenAsInstant();
      return Optional.of(SignedObject.tag("the tag " + name, tag.name(), tag.getRawBuffer(), time));
    }
  }

  /** Whether history ends early because it was not fetched in full. */
  boolean isShallow() throws IOException {
    return !repository.getObjectDatabase().getShallowCommits().isEmpty();
  }

  /** Puts the packs of many small fetches into one, so that reading stays fast. */
  void compact() {
    if (!(repository.getObjectDatabase() instanceof ObjectDirectory objects)
        || objects.getPacks().size() <= MOST_PACKS) {
      return;
    }
    try (var git = Git.wrap(repository)) {
      git.gc().call();
    } catch (GitAPIException | RuntimeException e) {
      LOG.warn("The copy {} could not be compacted; it is only slower", folder.getFileName(), e);
    }
  }

  void point(String name, String commit) throws IOException {
    RefUpdate update = repository.updateRef(name);
    update.setNewObjectId(ObjectId.fromString(commit));
    update.setForceUpdate(true);
    update.disableRefLog();
    switch (update.update()) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {}
      default -> throw new IOException("the ref " + name + " cannot be written");
    }
  }

  private Repository openOrCreate() throws IOException {
    if (Files.exists(folder)) {
      Repository existing = open();
      if (isSound(existing)) {
        return existing;
      }
      LOG.warn("The copy {} cannot be read; fetching it anew", folder.getFileName());
      existing.close();
      delete(folder);
    }
    Repository created = open();
    created.create(true);
    var config = created.getConfig();
    config.setInt(ConfigConstants.CONFIG_GC_SECTION, null, ConfigConstants.CONFIG_KEY_AUTO, 0);
    // Old packs go as soon as their objects are in the new one; readers find them there.
    config.setString(ConfigConstants.CONFIG_GC_SECTION, null, "prunePackExpire", "now");
    config.save();
    return created;
  }

  private Repository open() throws IOException {
    return new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
  }

  /** A cheap check: all our refs lead to commits whose root folder can be read. */
  private static boolean isSound(Repository candidate) {
    if (!(candidate instanceof FileRepository) || !candidate.getObjectDatabase().exists()) {
      return false;
    }
    try (var walk = new RevWalk(candidate)) {
      if (candidate.exactRef("HEAD") == null) {
        return false;
      }
      for (Ref ref : candidate.getRefDatabase().getRefsByPrefix("refs/freehold/")) {
        if (ref.getObjectId() == null) {
          return false;
        }
        walk.parseTree(walk.parseCommit(ref.getObjectId()).getTree());
      }
      return true;
    } catch (IOException | RuntimeException _) {
      return false;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private SourceException unusable(IOException cause) {
    return new SourceException(
        Code.DAMAGED,
        "the folder " + folder + " cannot be used; check that it can be written and has space",
        cause);
  }

  @Override
  public void close() {
    repository.close();
  }
}
