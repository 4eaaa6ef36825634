package io.freehold.forge;

import java.util.List;

/** No forge is reached by program: a person registers the key. */
public final class NoForge implements Forge {
  @Override
  public String name() {
    return "by hand";
  }

  @Override
  public Registration register(RepositoryName repository, String title, String publicKey) {
    return new Registration.ByHand(
        """
        Add this deploy key to %s, without write access:

          title:  %s
          key:    %s

        GitHub:    Settings > Deploy keys > Add deploy key, "Allow write access" off
        GitLab:    Settings > Repository > Deploy keys, "Grant write permissions" off
        Gitea:     Settings > Deploy Keys, "Enable Write Access" off
        Bitbucket: Repository settings > Access keys
        """
            .formatted(repository, title, publicKey.strip()));
  }

  @Override
  public List<DeployKey> keys(RepositoryName repository) {
    return List.of();
  }

  @Override
  public void delete(RepositoryName repository, DeployKey key) {
    // A person removes it; there is nothing that could be reached.
  }
}
