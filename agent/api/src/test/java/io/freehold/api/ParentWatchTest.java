package io.freehold.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParentWatchTest {
  @Test
  void acts_when_the_parent_end_of_the_pipe_closes_and_not_before()
      throws IOException, InterruptedException {
    var ended = new CountDownLatch(1);
    var parent = new PipedOutputStream();
    var child = new PipedInputStream(parent);
    Thread watch = ParentWatch.start(child, ended::countDown);
    parent.write("not an end\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    parent.flush();

    assertThat(ended.await(100, TimeUnit.MILLISECONDS)).isFalse();
    parent.close();

    assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(watch.isDaemon()).isTrue();
  }
}
