package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.PortRange;
import dev.chancery.policy.Protocol;
import dev.chancery.policy.model.L7Spec;
import dev.chancery.policy.model.PortRule;
import dev.chancery.policy.model.PortSpec;
import dev.chancery.policy.parse.syntax.IcmpTypes;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code icmps}: types of messages, which stand where other protocols have ports. */
final class IcmpReader {
  private static final int MAX_FIELDS = 40;

  private final Context context;

  IcmpReader(Context context) {
    this.context = context;
  }

  /** Empty where no {@code icmps} is written, or an empty one. */
  List<PortRule> read(Fields element) {
    List<Fields> written = element.objects("icmps", CiliumSchema.ICMP_RULE);
    if (!written.isEmpty() && !element.list("toPorts").isEmpty()) {
      error(
          element.node(),
          "icmps-with-ports",
          "the ICMPs block may only be present without ToPorts. Define a separate rule to use"
              + " ToPorts");
    }
    return written.stream().map(this::rule).toList();
  }

  private PortRule rule(Fields rule) {
    List<Fields> fields = rule.objects("fields", CiliumSchema.ICMP_FIELD);
    if (fields.size() > MAX_FIELDS) {
      error(rule.node(), "too-many-types", "too many types, the max is " + MAX_FIELDS);
    }
    List<PortSpec> types = new ArrayList<>();
    for (Fields field : fields) {
      type(field).ifPresent(types::add);
    }
    return new PortRule(types, new L7Spec.None(), context.origin(rule.node()));
  }

  private Optional<PortSpec> type(Fields field) {
    String family = field.string("family").orElse("");
    if (!List.of("", "IPv4", "IPv6").contains(family)) {
      error(field.get("family").orElse(field.node()), "unknown-value", "wrong family: " + family);
      return Optional.empty();
    }
    boolean v6 = family.equals("IPv6");
    String text = field.get("type").flatMap(IcmpReader::text).orElse("");
    Optional<Integer> number = number(text, v6);
    if (number.isEmpty() && isNumber(field)) {
      context
          .findings()
          .schemaError(
              field.get("type").orElse(field.node()),
              "range",
              "ICMP type " + text + " (expected: 0-255, or a name)");
    } else if (number.isEmpty()) {
      error(
          field.get("type").orElse(field.node()),
          "unknown-value",
          "ICMP type " + text + " not found in " + family);
    }
    Protocol protocol = v6 ? Protocol.ICMPV6 : Protocol.ICMP;
    return number.map(n -> new PortSpec.Range(PortRange.of(protocol, n)));
  }

  private static boolean isNumber(Fields field) {
    return field
        .get("type")
        .filter(n -> n instanceof Node.Scalar s && s.kind() == Node.Scalar.Kind.INTEGER)
        .isPresent();
  }

  private static Optional<String> text(Node node) {
    return node instanceof Node.Scalar scalar
            && (scalar.kind() == Node.Scalar.Kind.STRING
                || scalar.kind() == Node.Scalar.Kind.INTEGER)
        ? Optional.of(scalar.text())
        : Optional.empty();
  }

  private static Optional<Integer> number(String text, boolean v6) {
    if (text.matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(text) <= 255) {
      return Optional.of(Integer.parseInt(text));
    }
    return IcmpTypes.number(text, v6);
  }

  private void error(Node at, String code, String message) {
    context.findings().error(at, code, message);
  }
}
