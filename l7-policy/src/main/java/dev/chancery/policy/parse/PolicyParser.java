package dev.chancery.policy.parse;

import dev.chancery.policy.Location;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.Problem;
import dev.chancery.policy.label.PeerScope;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code CiliumNetworkPolicy} and {@code CiliumClusterwideNetworkPolicy} objects of {@code
 * cilium.io/v2}. Takes any text: whatever is wrong with it is a {@link Problem} of the result, and
 * no object with an error yields a policy.
 */
public final class PolicyParser {
  private static final String API_VERSION = "cilium.io/v2";

  private final String cluster;

  /**
   * @param cluster name of the local cluster, to which peer selectors are narrowed
   */
  public PolicyParser(String cluster) {
    this.cluster = cluster;
  }

  /** One result for each document of a file that is a policy, or that cannot be read at all. */
  public List<ParsedPolicy> parse(String file, String text) {
    return ManifestDocument.split(file, text).stream()
        .flatMap(document -> parse(document).stream())
        .toList();
  }

  /** Empty if the document is an object of another kind. */
  public Optional<ParsedPolicy> parse(ManifestDocument document) {
    var findings = new Findings();
    Location start = new Location(document.file(), document.firstLine());
    Optional<Node> root = YamlReader.read(document, findings);
    if (root.isEmpty()) {
      return findings.hasErrors()
          ? Optional.of(refused(Metadata.guess(document.text()), start, findings))
          : Optional.empty();
    }
    if (!(root.get() instanceof Node.Mapping object)) {
      findings.wrongType(root.get(), "an object");
      return Optional.of(refused(Metadata.UNKNOWN, start, findings));
    }
    Metadata metadata = Metadata.read(object);
    if (metadata.isPolicyList()) {
      findings.error(
          object,
          "not-supported",
          metadata.kind() + " is not supported yet: one object a document");
      return Optional.of(refused(metadata, start, findings));
    }
    if (!metadata.isPolicy()) {
      return Optional.empty();
    }
    return Optional.of(read(object, metadata, findings));
  }

  private static ParsedPolicy refused(Metadata metadata, Location start, Findings findings) {
    return new ParsedPolicy(metadata.ref(), start, Optional.empty(), findings.all());
  }

  private ParsedPolicy read(Node.Mapping object, Metadata metadata, Findings findings) {
    metadata.check(object, API_VERSION, findings);
    PolicyRef ref = metadata.ref();
    var scope = new PeerScope(Optional.of(ref.namespace()).filter(n -> !n.isEmpty()), cluster);
    var context =
        new Context(
            ref, scope, metadata.headerValuesAreRegex(), findings, new PatternReader(findings));
    List<Rule> rules = new ArrayList<>();
    Fields.open(object, Schema.OBJECT, findings).ifPresent(f -> rules.addAll(rules(f, context)));
    Optional<Policy> policy =
        findings.hasErrors() ? Optional.empty() : Optional.of(new Policy(ref, rules));
    return new ParsedPolicy(ref, object.location(), policy, findings.all());
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
      object.object("spec", Schema.RULE).flatMap(reader::read).ifPresent(rules::add);
    }
    if (hasSpecs) {
      for (Fields rule : object.objects("specs", Schema.RULE)) {
        reader.read(rule).ifPresent(rules::add);
      }
    }
    return rules;
  }
}
