package dev.chancery.policy.parse.cilium;

import dev.chancery.policy.parse.syntax.KafkaNames;
import dev.chancery.policy.parse.yaml.Fields;
import dev.chancery.policy.parse.yaml.Findings;

/** Checks the elements of {@code rules.kafka}, which nothing here enforces. */
final class KafkaReader {
  private static final String CODE = "invalid-kafka-rule";
  private static final int MAX_TOPIC = 255;

  private final Findings findings;

  KafkaReader(Findings findings) {
    this.findings = findings;
  }

  void check(Fields rule) {
    String role = rule.string("role").orElse("");
    String key = rule.string("apiKey").orElse("");
    String version = rule.string("apiVersion").orElse("");
    String topic = rule.string("topic").orElse("");
    rule.string("clientID");
    if (!role.isEmpty() && !key.isEmpty()) {
      error(rule, "cannot set both Role \"" + role + "\" and APIKey \"" + key + "\" together");
    }
    if (!key.isEmpty() && !KafkaNames.isApiKey(key)) {
      error(rule, "invalid Kafka APIKey \"" + key + "\"");
    }
    if (!role.isEmpty() && !KafkaNames.isRole(role)) {
      error(rule, "invalid Kafka Role \"" + role + "\"");
    }
    if (!version.isEmpty() && !KafkaNames.isVersion(version)) {
      error(rule, "invalid Kafka APIVersion \"" + version + "\"");
    }
    if (topic.length() > MAX_TOPIC) {
      error(rule, "kafka topic exceeds maximum len of " + MAX_TOPIC);
    } else if (!topic.isEmpty() && !KafkaNames.isTopic(topic)) {
      error(rule, "invalid Kafka Topic name \"" + topic + "\"");
    }
  }

  private void error(Fields rule, String message) {
    findings.error(rule.node(), CODE, message);
  }
}
