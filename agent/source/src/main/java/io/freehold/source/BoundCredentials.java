package io.freehold.source;

/**
 * Credentials and the only URLs they may be sent to.
 *
 * @param prefix beginning of those URLs
 * @param credentials what is sent; user name and password for HTTP and OCI, an identity for SSH
 */
public record BoundCredentials(UrlPrefix prefix, GitCredentials credentials) {}
