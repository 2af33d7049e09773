package dev.chancery.policy.parse.yaml;

import dev.chancery.policy.PolicyRef;
import dev.chancery.policy.parse.syntax.KubernetesName;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What names an object; a text that cannot be read is empty.
 *
 * @param annotations with their values as they stand, of whatever type
 */
public record Metadata(
    String apiVersion,
    String kind,
    String namespace,
    String name,
    String uid,
    Map<String, Node> annotations) {
  public static final Metadata UNKNOWN = new Metadata("", "", "", "", "", Map.of());
  private static final int SEARCHED = 100_000;
  private static final Pattern ANYTHING = Pattern.compile("\\P{Cntrl}*");

  public Metadata {
    annotations = Map.copyOf(annotations);
  }

  /** Says nothing of what is wrong: {@link #check} does. */
  public static Metadata read(Node.Mapping object) {
    Map<String, Node> metadata = mapping(object.fields().get("metadata"));
    return new Metadata(
        text(object.fields(), "apiVersion"),
        text(object.fields(), "kind"),
        text(metadata, "namespace"),
        text(metadata, "name"),
        text(metadata, "uid"),
        mapping(metadata.get("annotations")));
  }

  /**
   * From a text that is not valid YAML: the first lines that look like kind, namespace and name.
   */
  public static Metadata guess(String document) {
    String text = document.substring(0, Math.min(SEARCHED, document.length()));
    return new Metadata(
        "", find(text, "kind"), find(text, "namespace"), find(text, "name"), "", Map.of());
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

  /**
   * @param namespaced whether the kind has namespaces: then {@code default} stands for none, else
   *     what is written is ignored
   */
  public PolicyRef ref(boolean namespaced) {
    String effective = namespace.isEmpty() ? "default" : namespace;
    return new PolicyRef(kind, namespaced ? effective : "", name, uid);
  }

  /** Everything that is wrong with what names {@code object}, from which this was read. */
  public void check(
      Node.Mapping object, String expectedApiVersion, boolean namespaced, Findings findings) {
    if (!apiVersion.equals(expectedApiVersion)) {
      findings.error(
          field(object, "apiVersion"),
          "wrong-api-version",
          "apiVersion: \"" + apiVersion + "\" (expected: " + expectedApiVersion + ")");
    }
    Node metadata = field(object, "metadata");
    checkText(metadata, "name", KubernetesName::isSubdomain, findings);
    checkText(
        metadata,
        "namespace",
        namespaced ? KubernetesName::isLabel : Metadata::isOneLine,
        findings);
    checkText(metadata, "uid", Metadata::isOneLine, findings);
    if (name.isEmpty()) {
      findings.error(metadata, "no-name", kind + " must have name");
    }
  }

  private static boolean isOneLine(String text) {
    return ANYTHING.matcher(text).matches();
  }

  /** A name that is there and is wrong must not read as absent. */
  private static void checkText(
      Node metadata, String field, Predicate<String> syntax, Findings findings) {
    Optional<Node> node = Optional.ofNullable(mapping(metadata).get(field));
    node.flatMap(n -> Fields.string(n, findings))
        .filter(text -> !text.isEmpty() && !syntax.test(text))
        .ifPresent(
            text ->
                findings.error(
                    node.get(), "invalid-name", field + ": \"" + text + "\" is no such name"));
  }

  private static Node field(Node.Mapping object, String name) {
    return Optional.ofNullable(object.fields().get(name)).orElse(object);
  }
}
