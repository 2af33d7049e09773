package dev.chancery.agent.offline;

import com.google.common.net.InetAddresses;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.policy.resolve.Resolution;
import dev.chancery.policy.resolve.Resolver;
import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * DNS names of questions, as an agent would know them once a pod has asked for them. A name without
 * a known address is given one of its own in 198.18.0.0/15, which nobody on the internet has.
 */
public final class LearntNames {
  private static final int FIRST =
      InetAddresses.coerceToInteger(InetAddresses.forString("198.18.0.1"));

  private LearntNames() {}

  /** The same view, in which every name that a question goes to has an address. */
  public static NodeView learn(NodeView view, Collection<Question> questions) {
    Map<String, Set<InetAddress>> names = new LinkedHashMap<>(view.world().names());
    for (Question question : questions) {
      if (isName(view, question.to())) {
        names.computeIfAbsent(
            canonical(question.to()), n -> Set.of(InetAddresses.fromInteger(FIRST + names.size())));
      }
    }
    return learn(view, names);
  }

  /**
   * The same view with answers that were seen.
   *
   * @param names to addresses: lower case, with a final dot
   */
  public static NodeView learn(NodeView view, Map<String, Set<InetAddress>> names) {
    if (names.equals(view.world().names())) {
      return view;
    }
    var world = view.world().withNames(names);
    Resolution resolution = Resolver.resolve(world, view.resolution().numbering());
    return new NodeView(
        view.revision(), world, resolution, view.statuses(), view.problems(), view.byAddress());
  }

  /** One address that the name was answered with. */
  static Optional<InetAddress> address(NodeView view, String name) {
    return Optional.ofNullable(view.world().names().get(canonical(name)))
        .flatMap(a -> a.stream().findFirst());
  }

  /** What is no pod, no address and no service of the cluster, and looks like a name of DNS. */
  private static boolean isName(NodeView view, String text) {
    return text.length() <= 255
        && text.matches(
            "(?i)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)+\\.?")
        && !InetAddresses.isInetAddress(text)
        && !canonical(text).endsWith(".cluster.local.")
        && view.world().endpoints().stream().noneMatch(e -> e.key().equals("default/" + text));
  }

  private static String canonical(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower : lower + ".";
  }
}
