package io.freehold.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Notices that kinds came, changed or went. */
final class DefinitionSink implements ObjectSink {
  private final Discovery discovery;
  private final Watches watches;

  DefinitionSink(Discovery discovery, Watches watches) {
    this.discovery = discovery;
    this.watches = watches;
  }

  @Override
  public void listing() {}

  @Override
  public void seen(ObjectNode object) {
    discovery.outdate();
    watches.wakeUp();
  }

  @Override
  public void gone(ObjectNode object) {
    discovery.outdate();
  }

  @Override
  public void listed() {
    discovery.outdate();
  }
}
