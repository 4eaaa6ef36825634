package io.freehold.forge;

import java.util.List;

/**
 * The deploy keys of repositories on one Git forge. Calls block; implementations are thread safe.
 */
public interface Forge {
  /** What a person calls it, as {@code Gitea at https://git.example.org}. */
  String name();

  /**
   * Makes sure that a public key is a read-only deploy key of the repository. A key that is
   * registered already is left as it is; what the forge says about it afterwards is the answer.
   *
   * @param title name under which people find it
   * @param publicKey OpenSSH line
   * @throws ForgeException when the forge refuses, does not answer, or answers with something else
   */
  Registration register(RepositoryName repository, String title, String publicKey);

  /**
   * The deploy keys of the repository.
   *
   * @throws ForgeException when the forge refuses, does not answer, or answers with something else
   */
  List<DeployKey> keys(RepositoryName repository);

  /**
   * Removes a deploy key; one that is gone already is fine.
   *
   * @throws ForgeException when the forge refuses, does not answer, or answers with something else
   */
  void delete(RepositoryName repository, DeployKey key);
}
