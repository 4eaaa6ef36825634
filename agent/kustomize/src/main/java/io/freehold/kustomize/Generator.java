package io.freehold.kustomize;

import java.util.List;

/** Makes objects. */
@FunctionalInterface
interface Generator {
  List<Resource> generate();
}
