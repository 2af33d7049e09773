package dev.chancery.agent.source;

import dev.chancery.agent.secret.MountedSecrets;
import dev.chancery.agent.source.Parsed.Broken;
import dev.chancery.agent.source.Parsed.Good;
import dev.chancery.policy.Location;
import dev.chancery.policy.PrintableText;
import dev.chancery.policy.Problem;
import dev.chancery.policy.parse.ManifestDocument;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads manifests into the objects that Chancery uses. Any input gives a result; what is wrong is
 * in it as problems.
 */
public final class ObjectReader {
  private static final int LONGEST_NAME = 253;

  private final List<Parsed<ObjectKey, ManifestObject>> objects = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private ObjectReader() {}

  /** Reads documents that were cut out of their files before. */
  public static Reading read(List<ManifestDocument> documents) {
    var reader = new ObjectReader();
    documents.forEach(document -> reader.read(document, false));
    return new Reading(reader.objects, reader.problems);
  }

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
    reader.read(manifests.mounted());
    return new Reading(reader.objects, reader.problems);
  }

  /** A file of which nothing could ever be read is a broken document: what it gave may stay. */
  private void read(ManifestFile file) {
    if (file.error().isPresent()) {
      var whole = new Location(file.path(), 0);
      var problem = Problem.error("unreadable", "", whole, file.error().get());
      if (file.text().isBlank()) {
        objects.add(new Broken<>(whole, Optional.empty(), List.of(problem)));
      } else {
        problems.add(problem);
      }
    }
    ManifestDocument.split(file.path(), file.text()).forEach(d -> read(d, false));
  }

  /** A folder that cannot be read is a broken document: what it gave stays. */
  private void read(MountedSecrets mounted) {
    var folder = new Location(mounted.folder(), 0);
    mounted
        .error()
        .ifPresent(
            reason -> {
              var problem = Problem.error("unreadable", "", folder, "secrets folder: " + reason);
              objects.add(new Broken<>(folder, Optional.empty(), List.of(problem)));
            });
    for (var secret : mounted.secrets()) {
      var key = new ObjectKey("Secret", printable(secret.namespace()), printable(secret.name()));
      if (secret instanceof MountedSecrets.Mounted.Good good) {
        objects.add(new Good<>(folder, key, new ManifestObject.Secret(key, good.data())));
      } else if (secret instanceof MountedSecrets.Mounted.Broken broken) {
        var problem = Problem.error("unreadable", "", folder, broken.reason());
        objects.add(new Broken<>(folder, Optional.of(key), List.of(problem)));
      }
    }
  }

  /** A list inside a list is refused: by an alias it could hold itself. */
  private void read(ManifestDocument document, boolean isItem) {
    var outcome = YamlText.parse(document);
    if (outcome.root().isEmpty()) {
      objects.add(broken(document, outcome.problems()));
      return;
    }
    var found = new LinkedHashSet<Problem>();
    var fields = Fields.of(outcome.root().get(), new Fields.Sink(document, found));
    var kind = fields.text("kind").orElse("");
    if (kind.isEmpty()) {
      fields.report("kind", "missing (expected: the kind of a Kubernetes object)");
      objects.add(broken(document, found));
    } else if (kind.equals("List") && !isItem) {
      readItems(fields, document, found);
    } else if (kind.equals("Secret") && !SecretReader.isRead(fields.text("type"))) {
      problems.add(
          Problem.warning("kind", "type", fields.location(), "a Secret of this type is not used"));
    } else if (Kinds.isRead(kind)) {
      objects.add(object(kind, fields, document, found));
    } else {
      readOther(kind, fields, document);
    }
  }

  private void readItems(Fields list, ManifestDocument document, Set<Problem> found) {
    var items = list.items("items");
    if (!list.has("items")) {
      list.report("items", "missing (expected: a list of objects)");
    }
    if (!found.isEmpty()) {
      objects.add(broken(document, found));
    }
    ItemText.of(document, items).forEach(item -> read(item, true));
  }

  private void readOther(String kind, Fields fields, ManifestDocument document) {
    var at = fields.location();
    var refusal = Kinds.refusal(kind, fields.text("apiVersion").orElse(""));
    if (refusal.isPresent()) {
      objects.add(broken(document, List.of(Problem.error("kind", "kind", at, refusal.get()))));
    } else {
      problems.add(Problem.warning("kind", "kind", at, kind + " is not used by Chancery"));
    }
  }

  private static Parsed<ObjectKey, ManifestObject> broken(
      ManifestDocument document, Collection<Problem> problems) {
    var start = new Location(document.file(), document.firstLine());
    return new Broken<>(start, Optional.empty(), List.copyOf(problems));
  }

  private static Parsed<ObjectKey, ManifestObject> object(
      String kind, Fields given, ManifestDocument document, Set<Problem> found) {
    var fields = kind.equals("Secret") ? given.hidden() : given;
    var start = new Location(document.file(), document.firstLine());
    var metadata = fields.fields("metadata");
    var name = printable(metadata.text("name").orElse(""));
    if (name.isEmpty()) {
      metadata.report("name", "missing (expected: the object's name)");
      return new Broken<>(start, Optional.empty(), List.copyOf(found));
    }
    var namespace =
        Kinds.NAMESPACED.contains(kind)
            ? printable(
                metadata.text("namespace").filter(text -> !text.isEmpty()).orElse("default"))
            : "";
    var key = new ObjectKey(kind, namespace, name);
    var value =
        switch (kind) {
          case "Namespace" -> new ManifestObject.Namespace(key, metadata.map("labels"));
          case "Pod" -> new PodReader(fields).read(key);
          case "Service" -> ServiceReader.read(key, fields);
          case "Endpoints" -> BackendsReader.endpoints(key, fields);
          case "EndpointSlice" -> BackendsReader.slice(key, fields);
          case "Secret" -> SecretReader.read(key, fields);
          case "CiliumIdentity" -> CiliumReader.identity(key, fields);
          case "CiliumEndpoint" -> CiliumReader.endpoint(key, fields);
          case "CiliumCIDRGroup" -> CidrGroupReader.read(key, fields);
          default -> new ManifestObject.PolicyDocument(key, document);
        };
    // What is wrong with a policy is for the policy parser to say, in the policy's own terms.
    return found.isEmpty() || value instanceof ManifestObject.PolicyDocument
        ? new Good<>(start, key, value)
        : new Broken<>(start, Optional.of(key), List.copyOf(found));
  }

  /** A name must not steer a terminal, nor fill it; one that is cut or changed is no valid name. */
  private static String printable(String name) {
    return PrintableText.of(name, LONGEST_NAME);
  }
}
