package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.label.PeerScope;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Metadata;
import dev.chancery.policy.parse.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the rules of one {@code CiliumNetworkPolicy} or its cluster-wide twin. */
public final class CiliumReader {
  private final String cluster;
  private final Language language;

  /**
   * @param cluster name of the local cluster, to which peer selectors are narrowed
   */
  public CiliumReader(String cluster, Language language) {
    this.cluster = cluster;
    this.language = language;
  }

  /** {@code spec}, then {@code specs}; what is wrong with them is among the findings. */
  public List<Rule> read(Node.Mapping object, PolicyRef ref, Metadata metadata, Findings findings) {
    var context =
        new Context(
            ref,
            new PeerScope(Optional.of(ref.namespace()).filter(n -> !n.isEmpty()), cluster),
            language,
            HeaderValues.areRegex(metadata, findings),
            findings,
            new PatternReader(findings));
    List<Rule> rules = new ArrayList<>();
    Fields.open(object, CiliumSchema.OBJECT, findings)
        .ifPresent(f -> rules.addAll(rules(f, context)));
    return rules;
  }

  private static List<Rule> rules(Fields object, Context context) {
    boolean hasSpec = object.get("spec").filter(n -> !n.isNull()).isPresent();
    boolean hasSpecs = object.get("specs").filter(n -> !n.isNull()).isPresent();
    List<Rule> rules = new ArrayList<>();
    if (!hasSpec && !hasSpecs) {
      context.findings().error(object.node(), "empty-policy", "empty policy: no spec and no specs");
    }
    var reader = new RuleReader(context);
    if (hasSpec) {
      object.object("spec", CiliumSchema.RULE).flatMap(reader::read).ifPresent(rules::add);
    }
    if (hasSpecs) {
      for (Fields rule : object.objects("specs", CiliumSchema.RULE)) {
        reader.read(rule).ifPresent(rules::add);
      }
    }
    return rules;
  }
}
