package dev.chancery.agent.source;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The kinds that Chancery reads, and which of the others cannot be passed over: a kind that is
 * nearly one of ours may be ours, misspelt, and its object is then not gone but broken.
 */
final class Kinds {
  static final Set<String> NAMESPACED =
      Set.of(
          "Pod",
          "Service",
          "Endpoints",
          "EndpointSlice",
          "Secret",
          "CiliumEndpoint",
          "CiliumNetworkPolicy",
          "NetworkPolicy");
  static final Set<String> CLUSTER_WIDE =
      Set.of("Namespace", "CiliumClusterwideNetworkPolicy", "CiliumCIDRGroup", "CiliumIdentity");

  private static final int MAX_MISTAKES = 2;

  private Kinds() {}

  static boolean isRead(String kind) {
    return NAMESPACED.contains(kind) || CLUSTER_WIDE.contains(kind);
  }

  /** Why a kind that is not read makes its document broken; empty where it can be passed over. */
  static Optional<String> refusal(String kind, String apiVersion) {
    var small = kind.strip().toLowerCase(Locale.ROOT);
    var meant =
        Stream.concat(NAMESPACED.stream(), CLUSTER_WIDE.stream())
            .sorted()
            .filter(known -> isNearly(small, known.toLowerCase(Locale.ROOT)))
            .findFirst();
    if (meant.isPresent()) {
      return Optional.of(kind + " is not known (expected: " + meant.get() + ")");
    }
    if (small.endsWith("list")) {
      return Optional.of(kind + " is not read (expected: List, or one document an object)");
    }
    return small.endsWith("policy")
            || small.startsWith("cilium")
            || apiVersion.startsWith("cilium.io/")
        ? Optional.of(kind + " is not supported yet; it is not enforced")
        : Optional.empty();
  }

  /** Two mistakes are many in a short word: a Job is no Pod. */
  private static boolean isNearly(String given, String known) {
    return mistakes(given, known) <= Math.min(MAX_MISTAKES, known.length() / 3);
  }

  /** Letters left out, added, changed, or swapped with their neighbour. */
  private static int mistakes(String given, String known) {
    if (Math.abs(given.length() - known.length()) > MAX_MISTAKES) {
      return MAX_MISTAKES + 1;
    }
    var rows = new int[given.length() + 1][known.length() + 1];
    for (var i = 0; i <= given.length(); i++) {
      for (var j = 0; j <= known.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        var same = given.charAt(i - 1) == known.charAt(j - 1) ? 0 : 1;
        var least = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1);
        least = Math.min(least, rows[i - 1][j - 1] + same);
        if (i > 1
            && j > 1
            && given.charAt(i - 1) == known.charAt(j - 2)
            && given.charAt(i - 2) == known.charAt(j - 1)) {
          least = Math.min(least, rows[i - 2][j - 2] + 1);
        }
        rows[i][j] = least;
      }
    }
    return rows[given.length()][known.length()];
  }
}
