package io.freehold.source;

import io.freehold.source.SourceException.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.jgit.api.FetchCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one repository. Used by one thread at a time: the owning {@link
 * GitRepository} holds its network lock around every call.
 */
final class Remote implements AutoCloseable {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  private final GitUrl url;
  private final Supplier<GitCredentials> credentials;
  private final GitLimits limits;
  private final Path emptyHome;
  private @Nullable GitCredentials used;
  private @Nullable Access access;

  /**
   * What a revision is at the moment: the ref that was found (the commit id itself for a commit)
   * and its commit.
   */
  record Found(String ref, String commit) {}

  Remote(GitUrl url, Supplier<GitCredentials> credentials, GitLimits limits, Path emptyHome) {
    this.url = url;
    this.credentials = credentials;
    this.limits = limits;
    this.emptyHome = emptyHome;
  }

  /** Whether a revision is a full commit id. */
  static boolean isCommit(String revision) {
    return COMMIT.matcher(revision).matches();
  }

  /**
   * Asks the server what a revision is: a ref that is named just so, else the highest version of a
   * range over tags.
   */
  Found find(Repository repository, String revision) {
    return tryFind(repository, revision).orElseThrow(() -> noRef(revision));
  }

  /** As {@link #find}; empty when there is nothing of that name. */
  Optional<Found> tryFind(Repository repository, String revision) {
    return findExact(repository, revision)
        .or(() ->
            VersionRange.parse(revision).isPresent()
                ? refs(repository).highest(revision)
                : Optional.empty());
  }

  /** The ref that is named just so, or the full commit id. */
  Optional<Found> findExact(Repository repository, String revision) {
    if (isCommit(revision)) {
      return Optional.of(new Found(revision, revision));
    }
    List<String> candidates = candidates(revision);
    if (!candidates.stream().allMatch(name -> name.equals(Constants.HEAD) || isRefName(name))) {
      return Optional.empty();
    }
    Map<String, String> refs = list(repository, candidates.stream().map(RefSpec::new).toList());
    return candidates.stream()
        .filter(refs::containsKey)
        .findFirst()
        .map(name -> new Found(name, refs.getOrDefault(name, "")));
  }

  /** All branches and tags. */
  RemoteRefs refs(Repository repository) {
    var specs = List.of(new RefSpec("refs/heads/*:refs/x/*"), new RefSpec("refs/tags/*:refs/y/*"));
    return new RemoteRefs(list(repository, specs));
  }

  private Map<String, String> list(Repository repository, List<RefSpec> specs) {
    return call(
        limits.silence().multipliedBy(3),
        (current, _) -> {
          var commits = new LinkedHashMap<String, String>();
          try (var transport = Transport.open(repository, url.uri())) {
            transport.setTimeout(limits.silenceSeconds());
            current.configure(transport);
            try (var connection = transport.openFetch(specs)) {
              for (Ref ref : connection.getRefs()) {
                if (ref.getObjectId() != null) {
                  ObjectId peeled = ref.getPeeledObjectId();
                  commits.put(ref.getName(), (peeled == null ? ref.getObjectId() : peeled).name());
                }
              }
            }
          }
          return commits;
        });
  }

  private static boolean isRefName(String name) {
    return Repository.isValidRefName(name);
  }

  /**
   * Fetches one ref, or commit, into a ref of ours.
   *
   * @param depth how many commits, 0 for what is missing, {@link Integer#MAX_VALUE} for all history
   */
  void fetch(Repository repository, String source, String target, int depth) {
    boolean byId = isCommit(source);
    // JGit makes no ref for a commit that is asked for by id; the caller does.
    var spec = new RefSpec(byId ? source : "+" + source + ":" + target);
    call(
        limits.fetch().plus(limits.silence()),
        (current, _) -> {
          try (var git = Git.wrap(repository)) {
            FetchCommand command =
                git.fetch()
                    .setRemote(url.uri().toPrivateString())
                    .setRefSpecs(spec)
                    .setTagOpt(TagOpt.NO_TAGS)
                    .setTimeout(limits.silenceSeconds())
                    .setProgressMonitor(new Deadline(limits.fetch()))
                    .setTransportConfigCallback(current::configure);
            if (depth == Integer.MAX_VALUE) {
              command.setUnshallow(true);
            } else if (depth > 0) {
              command.setDepth(depth);
            }
            return command.call();
          }
        });
  }

  /** The error for a revision that the server does not have. */
  SourceException noRef(String revision) {
    return new SourceException(
        Code.NOT_FOUND_REF,
        "%s has no branch, tag, version or commit %s; check the revision, or push it"
            .formatted(url, revision.isEmpty() ? "HEAD" : revision));
  }

  private static List<String> candidates(String revision) {
    if (revision.isEmpty() || revision.equals(Constants.HEAD)) {
      return List.of(Constants.HEAD);
    }
    return revision.startsWith("refs/")
        ? List.of(revision)
        : List.of(Constants.R_HEADS + revision, Constants.R_TAGS + revision);
  }

  private <T> T call(Duration longest, Call<T> call) {
    GitCredentials current = credentials.get();
    Access with = access(current);
    try (var _ = new Watchdog(longest)) {
      return call.apply(with, current);
    } catch (GitAPIException | IOException | RuntimeException e) {
      throw Failures.of(url, current, with, e);
    }
  }

  /** Set up again only when the credentials changed. */
  private Access access(GitCredentials current) {
    Access existing = access;
    if (existing != null && current.equals(used)) {
      return existing;
    }
    Optional.ofNullable(existing).ifPresent(Access::close);
    access = null;
    Access created = Access.of(url, current, emptyHome);
    used = current;
    access = created;
    return created;
  }

  @Override
  public void close() {
    Optional.ofNullable(access).ifPresent(Access::close);
    access = null;
  }

  /** One exchange with the server. */
  private interface Call<T> {
    T apply(Access access, GitCredentials credentials) throws GitAPIException, IOException;
  }
}
