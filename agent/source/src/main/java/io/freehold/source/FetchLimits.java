package io.freehold.source;

import java.time.Duration;

/**
 * What fetching charts and artifacts may cost.
 *
 * @param time longest request, from connecting to the last byte
 * @param indexBytes largest index of a Helm repository, or list of tags
 * @param archiveBytes largest archive as it is sent
 * @param unpackedBytes most bytes of all files of an archive
 * @param fileBytes largest file in an archive
 * @param files most entries of an archive
 * @param ratio how many times larger than sent an archive may become; the first mebibyte is free
 */
public record FetchLimits(
    Duration time,
    int indexBytes,
    int archiveBytes,
    long unpackedBytes,
    int fileBytes,
    int files,
    int ratio) {
  /** Room for the largest public charts and indexes, fatal for bombs. */
  public static final FetchLimits DEFAULT =
      new FetchLimits(Duration.ofMinutes(2), 64 << 20, 32 << 20, 128 << 20, 16 << 20, 20_000, 200);

  public FetchLimits {
    if (time.isNegative()
        || indexBytes <= 0
        || archiveBytes <= 0
        || unpackedBytes <= 0
        || fileBytes <= 0
        || files <= 0
        || ratio <= 0) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
