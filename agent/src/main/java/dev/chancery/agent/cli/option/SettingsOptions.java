package dev.chancery.agent.cli.option;

import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.Settings;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What decides, beside the manifests, which policy is in force. */
public final class SettingsOptions {
  @Mixin ClusterOption cluster = new ClusterOption();
  @Mixin LanguageOptions language = new LanguageOptions();
  @Mixin PolicyOptions policy = new PolicyOptions();

  @Option(
      names = "--data-plane",
      split = ",",
      paramLabel = "NAME",
      description =
          "Who has to be able to enforce policies, each one all of them: ${COMPLETION-CANDIDATES};"
              + " may be repeated. Usually envoy; of `policy test` none.")
  List<DataPlane> dataPlanes = List.of();

  /** As the agent takes them; the stock Envoy enforces where nobody else is named. */
  public Settings settings() {
    return settings(DataPlane.ENVOY);
  }

  /**
   * The same.
   *
   * @param usual who enforces where nobody is named
   */
  public Settings settings(DataPlane usual) {
    var settings =
        new Settings(cluster.name, language.language(), policy.options(), policy.envoy());
    return dataPlanes.isEmpty()
        ? settings.with(usual)
        : settings.with(dataPlanes.toArray(DataPlane[]::new));
  }
}
