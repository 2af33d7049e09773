package dev.chancery.agent.reconcile;

import dev.chancery.agent.secret.NodeSecrets;
import dev.chancery.agent.secret.SecretData;
import dev.chancery.agent.source.LastGood;
import dev.chancery.agent.source.ManifestObject;
import dev.chancery.agent.source.Manifests;
import dev.chancery.agent.source.ObjectKey;
import dev.chancery.agent.source.ObjectReader;
import dev.chancery.agent.source.Parsed;
import dev.chancery.agent.source.Reading;
import dev.chancery.policy.Problem;
import dev.chancery.policy.model.SecretRef;
import dev.chancery.policy.parse.ManifestDocument;
import dev.chancery.policy.parse.ParsedPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The objects in force, and how each fares. Immutable.
 *
 * @param problems those of no object
 */
record Objects(
    LastGood<ObjectKey, NodeObject> inForce, List<ObjectStatus> statuses, List<Problem> problems) {
  static final Objects NONE = new Objects(LastGood.empty(), List.of(), List.of());

  Objects {
    statuses = List.copyOf(statuses);
    problems = List.copyOf(problems);
  }

  /**
   * What is in force once a snapshot has been read. A directory that cannot be read says nothing of
   * what is in it: all stays as it was.
   */
  Objects next(Manifests manifests, Admission admission) {
    var reading = ObjectReader.read(manifests);
    return manifests.error().isPresent()
        ? new Objects(inForce, statuses, reading.problems())
        : next(reading, admission);
  }

  /** What is in force once all documents have been read anew. */
  Objects next(Reading reading, Admission admission) {
    Map<ObjectKey, List<Problem>> broken = new LinkedHashMap<>();
    List<Problem> loose = new ArrayList<>(reading.problems());
    List<Parsed<ObjectKey, NodeObject>> parsed = new ArrayList<>();
    for (var document : reading.objects()) {
      Parsed<ObjectKey, NodeObject> outcome = parse(document, admission);
      parsed.add(outcome);
      if (outcome instanceof Parsed.Broken<ObjectKey, NodeObject> bad) {
        bad.key()
            .ifPresentOrElse(
                key -> broken.computeIfAbsent(key, k -> new ArrayList<>()).addAll(bad.problems()),
                () -> loose.addAll(bad.problems()));
      }
    }
    var step = inForce.next(parsed);
    step.problems().stream().filter(p -> p.code().equals("duplicate-object")).forEach(loose::add);
    return new Objects(step.state(), statuses(step, broken, parsed), loose);
  }

  /** The policies in force, as written. */
  Map<ObjectKey, ManifestDocument> sources() {
    Map<ObjectKey, ManifestDocument> sources = new LinkedHashMap<>();
    inForce
        .held()
        .forEach(
            (key, held) -> {
              if (held.value() instanceof NodeObject.Rules rules) {
                sources.put(key, rules.source());
              }
            });
    return sources;
  }

  /** The Secrets in force. */
  NodeSecrets secrets() {
    Map<SecretRef, SecretData> secrets = new HashMap<>();
    inForce
        .held()
        .values()
        .forEach(
            held -> {
              if (held.value() instanceof NodeObject.Hidden secret) {
                secrets.put(secret.ref(), secret.data());
              }
            });
    return new NodeSecrets(secrets);
  }

  /** A policy whose text is the one in force is not parsed again, and stays the same object. */
  private Parsed<ObjectKey, NodeObject> parse(
      Parsed<ObjectKey, ManifestObject> document, Admission admission) {
    if (document instanceof Parsed.Broken<ObjectKey, ManifestObject> bad) {
      return new Parsed.Broken<>(bad.location(), bad.key(), bad.problems());
    }
    var good = (Parsed.Good<ObjectKey, ManifestObject>) document;
    if (good.value() instanceof ManifestObject.Secret secret) {
      var ref = new SecretRef(secret.key().namespace(), secret.key().name());
      return new Parsed.Good<>(
          good.location(), good.key(), new NodeObject.Hidden(ref, secret.data()));
    }
    if (!(good.value() instanceof ManifestObject.PolicyDocument source)) {
      return new Parsed.Good<>(good.location(), good.key(), new NodeObject.Core(good.value()));
    }
    var held = inForce.held().get(good.key());
    if (held != null
        && held.value() instanceof NodeObject.Rules rules
        && rules.source().equals(source.document())) {
      return new Parsed.Good<>(good.location(), good.key(), rules);
    }
    Optional<ParsedPolicy> policy = admission.read(source.document());
    return policy
        .flatMap(
            p ->
                p.policy()
                    .map(rules -> new NodeObject.Rules(rules, p.warnings(), source.document())))
        .<Parsed<ObjectKey, NodeObject>>map(
            rules -> new Parsed.Good<>(good.location(), good.key(), rules))
        .orElseGet(
            () ->
                new Parsed.Broken<>(
                    good.location(),
                    Optional.of(good.key()),
                    policy.map(ParsedPolicy::problems).orElse(List.of())));
  }

  private static List<ObjectStatus> statuses(
      LastGood.Step<ObjectKey, NodeObject> step,
      Map<ObjectKey, List<Problem>> broken,
      List<Parsed<ObjectKey, NodeObject>> parsed) {
    Map<String, ObjectStatus> statuses = new TreeMap<>();
    step.state()
        .held()
        .forEach(
            (key, held) -> {
              List<Problem> problems = new ArrayList<>(broken.getOrDefault(key, List.of()));
              if (held.value() instanceof NodeObject.Rules rules && problems.isEmpty()) {
                problems.addAll(rules.warnings());
              }
              var state =
                  step.stale().contains(key)
                      ? ObjectStatus.State.LAST_GOOD
                      : ObjectStatus.State.ACCEPTED;
              statuses.put(key.toString(), new ObjectStatus(key, state, held.location(), problems));
            });
    for (var document : parsed) {
      if (document instanceof Parsed.Broken<ObjectKey, NodeObject> bad && bad.key().isPresent()) {
        ObjectKey key = bad.key().get();
        statuses.putIfAbsent(
            key.toString(),
            new ObjectStatus(
                key,
                ObjectStatus.State.REFUSED,
                bad.location(),
                broken.getOrDefault(key, List.of())));
      }
    }
    return List.copyOf(statuses.values());
  }
}
