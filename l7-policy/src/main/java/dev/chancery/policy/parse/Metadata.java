package dev.chancery.policy.parse;

import dev.chancery.policy.PolicyRef;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What names an object.
 *
 * @param headerValues the annotation {@code chancery.dev/header-values}, empty where there is none
 */
record Metadata(
    String apiVersion,
    String kind,
    String namespace,
    String name,
    String uid,
    String headerValues) {
  static final Metadata UNKNOWN = new Metadata("", "", "", "", "", "");
  static final String HEADER_VALUES = "chancery.dev/header-values";
  private static final String NAMESPACED = "CiliumNetworkPolicy";
  private static final String CLUSTERWIDE = "CiliumClusterwideNetworkPolicy";
  private static final int SEARCHED = 100_000;
  private static final Pattern ANYTHING = Pattern.compile("\\P{Cntrl}*");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

  static Metadata read(Node.Mapping object) {
    Map<String, Node> metadata = mapping(object.fields().get("metadata"));
    Map<String, Node> annotations = mapping(metadata.get("annotations"));
    return new Metadata(
        text(object.fields(), "apiVersion"),
        text(object.fields(), "kind"),
        text(metadata, "namespace"),
        text(metadata, "name"),
        text(metadata, "uid"),
        text(annotations, HEADER_VALUES));
  }

  /**
   * From a text that is not valid YAML: the first lines that look like kind, namespace and name.
   */
  static Metadata guess(String document) {
    String text = document.substring(0, Math.min(SEARCHED, document.length()));
    return new Metadata(
        "", find(text, "kind"), find(text, "namespace"), find(text, "name"), "", "");
  }

  private static String find(String text, String key) {
    Matcher m =
        Pattern.compile(
                "(?m)^[ {]*(?:metadata: *\\{.*?)?\"?\\b" + key + "\"?: *[\"']?([-A-Za-z0-9.]+)")
            .matcher(text);
    return m.find() ? m.group(1) : "";
  }

  private static Map<String, Node> mapping(@Nullable Node node) {
    return node instanceof Node.Mapping mapping ? mapping.fields() : Map.of();
  }

  private static String text(Map<String, Node> fields, String name) {
    return fields.get(name) instanceof Node.Scalar scalar
            && scalar.kind() == Node.Scalar.Kind.STRING
        ? scalar.text()
        : "";
  }

  boolean isPolicy() {
    return kind.equals(NAMESPACED) || kind.equals(CLUSTERWIDE);
  }

  /** Whether policies are bundled in one object, as {@code kubectl get -o yaml} prints them. */
  boolean isPolicyList() {
    return kind.equals(NAMESPACED + "List") || kind.equals(CLUSTERWIDE + "List");
  }

  boolean isNamespaced() {
    return kind.equals(NAMESPACED);
  }

  boolean headerValuesAreRegex() {
    return headerValues.equals("regex");
  }

  /** A namespaced policy without a namespace is in {@code default}. */
  PolicyRef ref() {
    String effective = namespace.isEmpty() ? "default" : namespace;
    return new PolicyRef(kind, isNamespaced() ? effective : "", name, uid);
  }

  void check(Node.Mapping object, String expectedApiVersion, Findings findings) {
    if (!apiVersion.equals(expectedApiVersion)) {
      findings.error(
          field(object, "apiVersion"),
          "wrong-api-version",
          "apiVersion: \"" + apiVersion + "\" (expected: " + expectedApiVersion + ")");
    }
    Node metadata = field(object, "metadata");
    checkText(metadata, "name", SUBDOMAIN, findings);
    checkText(metadata, "namespace", isNamespaced() ? LABEL : ANYTHING, findings);
    checkText(metadata, "uid", ANYTHING, findings);
    if (name.isEmpty()) {
      findings.error(metadata, "no-name", kind + " must have name");
    }
    checkHeaderValues(metadata, findings);
  }

  /** A name that is there and is wrong must not read as absent. */
  private static void checkText(Node metadata, String field, Pattern syntax, Findings findings) {
    Optional<Node> node = Optional.ofNullable(mapping(metadata).get(field));
    node.flatMap(n -> Fields.string(n, findings))
        .filter(text -> !text.isEmpty() && !syntax.matcher(text).matches())
        .ifPresent(
            text ->
                findings.error(
                    node.get(), "invalid-name", field + ": \"" + text + "\" is no such name"));
  }

  private void checkHeaderValues(Node metadata, Findings findings) {
    Node annotations = mapping(metadata).get("annotations");
    Node value = mapping(annotations).get(HEADER_VALUES);
    if (value != null && !headerValues.equals("regex") && !headerValues.equals("exact")) {
      findings.error(
          value,
          "unknown-value",
          HEADER_VALUES + ": " + value.describe() + " (expected: regex or exact)");
    }
  }

  private static Node field(Node.Mapping object, String name) {
    return Optional.ofNullable(object.fields().get(name)).orElse(object);
  }
}
