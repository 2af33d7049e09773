package dev.chancery.agent.cli;

import dev.chancery.agent.reconcile.Settings;
import picocli.CommandLine.Mixin;

/** What decides, beside the manifests, which policy is in force. */
final class SettingsOptions {
  @Mixin ClusterOption cluster = new ClusterOption();
  @Mixin LanguageOptions language = new LanguageOptions();
  @Mixin PolicyOptions policy = new PolicyOptions();

  Settings settings() {
    return new Settings(cluster.name, language.language(), policy.options(), policy.envoy());
  }
}
