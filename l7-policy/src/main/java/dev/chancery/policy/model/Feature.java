package dev.chancery.policy.model;

import dev.chancery.policy.Provenance;

/** Parts of the language that not every data plane can enforce. */
public enum Feature {
  /** {@code nodeSelector}: rules about the host itself. */
  NODE_SUBJECT,
  /** {@code toFQDNs}: peers by the names that they were asked for under. */
  PEERS_BY_NAME,
  /** {@code fromGroups}, {@code toGroups}. */
  PEERS_BY_GROUP,
  /** Nodes, the API server, and others of the cluster that are no pods, where they are allowed. */
  CLUSTER_PEERS,
  /** The same, where they are denied. */
  DENIED_CLUSTER_PEERS,
  /** {@code authentication} with a mode that demands one. */
  AUTHENTICATION,
  /** {@code serverNames} without stars. */
  SERVER_NAMES,
  /** {@code serverNames} of which one has stars. */
  SERVER_NAME_PATTERNS,
  /** {@code terminatingTLS}. */
  TERMINATING_TLS,
  /** {@code originatingTLS}. */
  ORIGINATING_TLS,
  /** {@code listener}. */
  LISTENER,
  /** {@code headerMatches} with a {@code mismatch}. */
  HEADER_ACTION,
  /** {@code headerMatches} whose value is that of a {@code secret}. */
  HEADER_SECRET,
  /** {@code rules.dns} that allow some names and not others. */
  DNS_NAMES,
  /** {@code rules.dns} that allow every name. */
  DNS_EVERY_NAME,
  /** {@code kafka}, {@code l7proto}. */
  OTHER_PROTOCOL,
  /** {@code log}: a text that flows show. */
  LOG;

  /**
   * A place where a policy uses a feature.
   *
   * @param at the path is that of the feature's field, the line that of the element around it
   */
  public record Use(Feature feature, Provenance at) {}
}
