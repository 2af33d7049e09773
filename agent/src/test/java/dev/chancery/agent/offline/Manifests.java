package dev.chancery.agent.offline;

import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.ObjectStatus;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.agent.source.ManifestFile;
import dev.chancery.policy.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Manifests in memory: three pods, and the policies of a test. */
public final class Manifests {
  private static final String POD =
      """
      kind: Pod
      metadata: {name: %s, namespace: %s, labels: {app: %s}}
      status: {podIP: %s}
      """;

  private final List<ManifestFile> files = new ArrayList<>();

  /** {@code shop/web}, {@code shop/api} and {@code other/web}, whose labels are its namesake's. */
  public static Manifests ofThreePods() {
    return new Manifests()
        .with("web.yaml", POD.formatted("web", "shop", "web", "127.30.0.1"))
        .with("api.yaml", POD.formatted("api", "shop", "api", "127.30.0.2"))
        .with("other.yaml", POD.formatted("web", "other", "web", "127.30.0.3"));
  }

  public Manifests with(String file, String text) {
    files.add(new ManifestFile(file, text, Optional.empty()));
    return this;
  }

  /** A policy of namespace shop. */
  public Manifests policy(String name, String spec) {
    return with(
        name + ".yaml",
        "apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: %s, namespace: shop}\nspec:\n%s"
            .formatted(name, spec.indent(2)));
  }

  /** What follows from them; none may be refused, though they may conflict. */
  public NodeView view() {
    NodeView view =
        NodeState.of(
            new dev.chancery.agent.source.Manifests(files, Optional.empty()),
            Settings.DEFAULTS.with(DataPlane.NONE));
    List<Problem> errors =
        Stream.concat(
                view.problems().stream(),
                view.statuses().stream().map(ObjectStatus::problems).flatMap(List::stream))
            .filter(p -> p.isError() && !p.code().equals("conflict"))
            .toList();
    if (!errors.isEmpty()) {
      throw new IllegalStateException("refused: " + errors);
    }
    return view;
  }
}
