package io.freehold.local;

import java.time.Instant;

/**
 * A key that opens one repository.
 *
 * @param key type and base64 data, without comment
 */
record DeployKey(
    long id, String repository, String title, String key, boolean readOnly, Instant createdAt) {}
