package dev.chancery.policy.parse;

import dev.chancery.policy.Location;
import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.Problem;
import dev.chancery.policy.WarningCode;
import dev.chancery.policy.model.Policy;
import dev.chancery.policy.model.Rule;
import dev.chancery.policy.parse.cilium.CiliumReader;
import dev.chancery.policy.parse.kubernetes.NetworkPolicyReader;
import dev.chancery.policy.parse.language.Language;
import dev.chancery.policy.parse.yaml.Findings;
import dev.chancery.policy.parse.yaml.Metadata;
import dev.chancery.policy.parse.yaml.Node;
import dev.chancery.policy.parse.yaml.YamlReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code CiliumNetworkPolicy} and {@code CiliumClusterwideNetworkPolicy} objects of {@code
 * cilium.io/v2}, and {@code NetworkPolicy} objects of {@code networking.k8s.io/v1}. Takes any text:
 * whatever is wrong with it is a {@link Problem} of the result, and no object with an error yields
 * a policy.
 */
public final class PolicyParser {
  private final CiliumReader cilium;
  private final NetworkPolicyReader kubernetes;

  /** The language of {@link Language#DEFAULT}. */
  public PolicyParser(String cluster) {
    this(cluster, Language.DEFAULT);
  }

  /**
   * @param cluster name of the local cluster, to which peer selectors are narrowed
   */
  public PolicyParser(String cluster, Language language) {
    this.cilium = new CiliumReader(cluster, language);
    this.kubernetes = new NetworkPolicyReader(cluster);
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
    Optional<Node> root = YamlReader.read(start, document.text(), findings);
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
    if (PolicyKind.isList(metadata.kind())) {
      findings.error(
          object,
          "list-of-policies",
          metadata.kind() + ": a list (expected: one object a document)");
      return Optional.of(refused(metadata, start, findings));
    }
    return PolicyKind.of(metadata.kind()).map(kind -> read(object, kind, metadata, findings));
  }

  private static ParsedPolicy refused(Metadata metadata, Location start, Findings findings) {
    boolean namespaced =
        PolicyKind.of(metadata.kind()).filter(PolicyKind::isNamespaced).isPresent();
    return new ParsedPolicy(metadata.ref(namespaced), start, Optional.empty(), findings.all());
  }

  private ParsedPolicy read(
      Node.Mapping object, PolicyKind kind, Metadata metadata, Findings findings) {
    metadata.check(object, kind.apiVersion(), kind.isNamespaced(), findings);
    PolicyRef ref = metadata.ref(kind.isNamespaced());
    Set<WarningCode> silenced = SilenceAnnotation.read(metadata, findings);
    TwinAnnotation.check(metadata, findings);
    List<Rule> rules =
        kind == PolicyKind.KUBERNETES
            ? kubernetes.read(object, ref, findings)
            : cilium.read(object, ref, metadata, findings);
    var policy = new Policy(ref, rules, silenced);
    List<Problem> told = findings.all().stream().filter(p -> !policy.silences(p)).toList();
    return new ParsedPolicy(
        ref,
        object.location(),
        findings.hasErrors() ? Optional.empty() : Optional.of(policy),
        told);
  }
}
