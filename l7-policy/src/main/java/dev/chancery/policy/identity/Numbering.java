package dev.chancery.policy.identity;

import dev.chancery.policy.IpPrefix;
import dev.chancery.policy.label.Labels;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;

/**
 * The numbers of identities and endpoints. Immutable; each change is a new one.
 *
 * @param workloads label sets ({@link #name}) to 256–65535
 * @param prefixes prefixes in text, and label sets ({@link #name}) of addresses that names stand
 *     for, to numbers from 1&lt;&lt;24
 * @param endpoints {@code namespace/pod} to 1–65535
 */
public record Numbering(Assignments workloads, Assignments prefixes, Assignments endpoints) {
  private static final int MAX = 65535;
  private static final int LAST_LOCAL = Identity.FIRST_LOCAL + 0xFFFFFF;

  /** Nothing numbered yet. */
  public static Numbering empty() {
    return of(Map.of(), Map.of(), Map.of());
  }

  /**
   * From the {@link Assignments#numbers} of an earlier one.
   *
   * @throws IllegalArgumentException if a number is out of its range or given twice
   */
  public static Numbering of(
      Map<String, Integer> workloads,
      Map<String, Integer> prefixes,
      Map<String, Integer> endpoints) {
    return new Numbering(
        new Assignments(Identity.FIRST_WORKLOAD, MAX, workloads),
        new Assignments(Identity.FIRST_LOCAL + 1, LAST_LOCAL, prefixes),
        new Assignments(1, MAX, endpoints));
  }

  /** The text under which a label set is numbered. */
  public static String name(Labels labels) {
    return String.join(";", labels.texts());
  }

  public Numbering plusWorkloads(Collection<Labels> labels) {
    return new Numbering(
        workloads.plus(labels.stream().map(Numbering::name).toList()), prefixes, endpoints);
  }

  public Numbering plusPrefixes(Collection<IpPrefix> added) {
    return new Numbering(
        workloads, prefixes.plus(added.stream().map(IpPrefix::toString).toList()), endpoints);
  }

  /**
   * With a number of the local range for each of these label sets too: those of addresses that
   * names stand for.
   */
  public Numbering plusLocal(Collection<Labels> labels) {
    return new Numbering(
        workloads, prefixes.plus(labels.stream().map(Numbering::name).toList()), endpoints);
  }

  /**
   * With a number for each of these endpoints too.
   *
   * @param keys {@code namespace/pod}
   */
  public Numbering plusEndpoints(Collection<String> keys) {
    return new Numbering(workloads, prefixes, endpoints.plus(keys));
  }

  /** Forgets whatever is none of these, so that its number can be given again. */
  public Numbering only(Collection<Labels> labels, Collection<String> endpointKeys) {
    return new Numbering(
        workloads.only(labels.stream().map(Numbering::name).toList()),
        prefixes,
        endpoints.only(endpointKeys));
  }

  /**
   * The identity of a workload.
   *
   * @throws NullPointerException if these labels have no number
   */
  public Identity workload(Labels labels) {
    return new Identity(number(workloads, name(labels)), labels);
  }

  /**
   * The identity of whatever has an address in a prefix, and in no longer one.
   *
   * @throws NullPointerException if this prefix has no number
   */
  public Identity prefix(IpPrefix prefix) {
    return new Identity(number(prefixes, prefix.toString()), PrefixLabels.of(prefix));
  }

  /**
   * The identity of addresses that names stand for.
   *
   * @throws NullPointerException if these labels have no number
   */
  public Identity local(Labels labels) {
    return new Identity(number(prefixes, name(labels)), labels);
  }

  /**
   * The number of an endpoint.
   *
   * @throws NullPointerException if this endpoint has no number
   */
  public int endpoint(String key) {
    return number(endpoints, key);
  }

  private static int number(Assignments assignments, String name) {
    return Objects.requireNonNull(assignments.numbers().get(name), () -> "no number: " + name);
  }
}
