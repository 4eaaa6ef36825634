package io.freehold.webhook;

/** Who sends webhooks. */
public enum Provider {
  GITHUB("github"),
  GITLAB("gitlab"),
  GITEA("gitea"),
  GOGS("gogs"),
  BITBUCKET_CLOUD("bitbucket-cloud"),
  BITBUCKET_SERVER("bitbucket-server"),
  AZURE_DEVOPS("azuredevops"),
  /** A registry; GitHub's registry tells what was pushed as GitHub does. */
  HARBOR("harbor"),
  /** Anything that signs a body of ours: {@code {"repository": URL, "ref": REF}}. */
  GENERIC("generic");

  private final String text;

  Provider(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
