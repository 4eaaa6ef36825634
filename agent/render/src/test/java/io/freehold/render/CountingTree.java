package io.freehold.render;

import io.freehold.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how many files are read. */
final class CountingTree implements Tree {
  private final Tree delegate;
  private final AtomicInteger reads;

  CountingTree(Tree delegate) {
    this(delegate, new AtomicInteger());
  }

  private CountingTree(Tree delegate, AtomicInteger reads) {
    this.delegate = delegate;
    this.reads = reads;
  }

  int reads() {
    return reads.get();
  }

  @Override
  public String id() {
    return delegate.id();
  }

  @Override
  public Optional<Entry> find(String path) {
    return delegate.find(path);
  }

  @Override
  public List<Entry> list(String path) {
    return delegate.list(path);
  }

  @Override
  public byte[] read(String path) {
    reads.incrementAndGet();
    return delegate.read(path);
  }

  @Override
  public Tree subtree(String path) {
    return new CountingTree(delegate.subtree(path), reads);
  }
}
