package io.freehold.suites;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freehold.engine.Hook;
import io.freehold.engine.HookDeletePolicy;
import io.freehold.engine.HookType;
import io.freehold.engine.SyncPhase;

/** What annotations say about hooks and waves. */
final class HooksSuite extends JsonSuite {
  HooksSuite() {
    super("hooks");
  }

  @Override
  ObjectNode answer(ObjectNode input) {
    Hook hook = Hook.of(input.path("input"));
    return value(
        switch (input.path("mode").asText()) {
          case "is-hook" -> hook.isHook();
          case "is-skip" -> hook.isSkipped();
          case "is-ignored" -> hook.isIgnored();
          case "hook-types" -> hook.types().stream().map(HookType::text).toList();
          case "delete-policies" ->
              hook.deletePolicies().stream().map(HookDeletePolicy::text).toList();
          case "phases" -> hook.phases().stream().map(SyncPhase::text).toList();
          case "wave" -> hook.wave();
          case "helm-is-hook" -> hook.helm().isHook();
          case "helm-types" -> hook.helm().types();
          case "helm-delete-policies" -> hook.helm().deletePolicies();
          case "helm-weight" -> hook.helm().weight();
          default -> throw unknownMode(input);
        });
  }
}
