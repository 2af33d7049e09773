package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.model.L7Spec;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Node;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code kafka}, {@code l7proto} and {@code l7}: the protocols of Cilium's own parsers, which
 * 1.20 took out of the language.
 */
final class ProxylibReader {
  private static final List<String> FIELDS = List.of("kafka", "l7proto", "l7");

  private final Context context;
  private final KafkaReader kafka;

  ProxylibReader(Context context) {
    this.context = context;
    this.kafka = new KafkaReader(context.findings());
  }

  L7Spec read(Fields rules) {
    if (context.language().compat().isAtLeast(Compat.V1_20)) {
      FIELDS.forEach(f -> rules.get(f).ifPresent(n -> refuse(n, f)));
    }
    for (Fields rule : rules.objects("kafka", CiliumSchema.KAFKA_RULE)) {
      kafka.check(rule);
    }
    rules.list("l7").forEach(this::check);
    if (!rules.list("kafka").isEmpty()) {
      return new L7Spec.Unenforced("kafka");
    }
    Optional<String> parser = rules.string("l7proto").filter(p -> !p.isEmpty());
    return parser.isPresent() && !rules.list("l7").isEmpty()
        ? new L7Spec.Unenforced(parser.get())
        : new L7Spec.None();
  }

  private void refuse(Node at, String field) {
    findings().error(at, "removed", field + ": not part of the language since Cilium 1.20");
  }

  /** One element of {@code l7}: texts under keys of any name. */
  private void check(Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      findings().wrongType(node, "an object");
      return;
    }
    mapping
        .fields()
        .forEach(
            (key, value) -> {
              Fields.string(value, findings());
              if (key.isEmpty()) {
                findings().error(node, "empty-key", "Empty key not allowed");
              }
            });
  }

  private Findings findings() {
    return context.findings();
  }
}
