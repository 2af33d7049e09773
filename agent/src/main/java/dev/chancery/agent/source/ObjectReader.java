package dev.chancery.agent.source;

import dev.chancery.agent.source.Parsed.Broken;
import dev.chancery.agent.source.Parsed.Good;
import dev.chancery.policy.Location;
import dev.chancery.policy.Problem;
import dev.chancery.policy.parse.ManifestDocument;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads manifests into the objects that Chancery uses. Any input gives a result; what is wrong is
 * in it as problems.
 */
public final class ObjectReader {
  private static final Set<String> NAMESPACED = Set.of("Pod", "Service", "CiliumNetworkPolicy");
  private static final Set<String> CLUSTER_WIDE =
      Set.of("Namespace", "CiliumClusterwideNetworkPolicy");

  private final List<Parsed<ObjectKey, ManifestObject>> objects = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private ObjectReader() {}

  public static Reading read(Manifests manifests) {
    var reader = new ObjectReader();
    manifests
        .error()
        .ifPresent(
            reason ->
                reader.problems.add(
                    Problem.error(
                        "unreadable", "", Location.UNKNOWN, "manifests directory: " + reason)));
    manifests.files().forEach(reader::read);
    return new Reading(reader.objects, reader.problems);
  }

  private void read(ManifestFile file) {
    file.error()
        .ifPresent(
            reason ->
                problems.add(
                    Problem.error("unreadable", "", new Location(file.path(), 0), reason)));
    ManifestDocument.split(file.path(), file.text()).forEach(this::read);
  }

  private void read(ManifestDocument document) {
    var start = new Location(document.file(), document.firstLine());
    var outcome = YamlText.parse(document);
    if (outcome.root().isEmpty()) {
      objects.add(new Broken<>(start, Optional.empty(), outcome.problems()));
      return;
    }
    var found = new LinkedHashSet<Problem>();
    var fields = Fields.of(outcome.root().get(), new Fields.Sink(document, found));
    var kind = fields.text("kind").orElse("");
    if (kind.isEmpty()) {
      fields.report("kind", "missing (expected: the kind of a Kubernetes object)");
      objects.add(new Broken<>(start, Optional.empty(), List.copyOf(found)));
    } else if (NAMESPACED.contains(kind) || CLUSTER_WIDE.contains(kind)) {
      objects.add(object(kind, fields, document, found));
    } else {
      problems.add(unused(kind, fields.location()));
    }
  }

  private static Parsed<ObjectKey, ManifestObject> object(
      String kind, Fields fields, ManifestDocument document, Set<Problem> found) {
    var start = new Location(document.file(), document.firstLine());
    var metadata = fields.fields("metadata");
    var name = metadata.text("name").orElse("");
    if (name.isEmpty()) {
      metadata.report("name", "missing (expected: the object's name)");
      return new Broken<>(start, Optional.empty(), List.copyOf(found));
    }
    var namespace =
        NAMESPACED.contains(kind)
            ? metadata.text("namespace").filter(text -> !text.isEmpty()).orElse("default")
            : "";
    var key = new ObjectKey(kind, namespace, name);
    var value =
        switch (kind) {
          case "Namespace" -> new ManifestObject.Namespace(key, metadata.map("labels"));
          case "Pod" -> new PodReader(fields).read(key);
          case "Service" -> ServiceReader.read(key, fields);
          default -> new ManifestObject.PolicyDocument(key, document);
        };
    // What is wrong with a policy is for the policy parser to say, in the policy's own terms.
    return found.isEmpty() || value instanceof ManifestObject.PolicyDocument
        ? new Good<>(start, key, value)
        : new Broken<>(start, Optional.of(key), List.copyOf(found));
  }

  private static Problem unused(String kind, Location location) {
    if (kind.equals("List")) {
      return Problem.error(
          "kind", "kind", location, "List is not read (expected: one document an object)");
    }
    return kind.endsWith("Policy") || kind.startsWith("Cilium")
        ? Problem.error(
            "kind", "kind", location, kind + " is not supported yet; it is not enforced")
        : Problem.warning("kind", "kind", location, kind + " is not used by Chancery");
  }
}
