package dev.chancery.agent.cli.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.chancery.agent.offline.Sarif;
import dev.chancery.agent.offline.Validation;
import dev.chancery.agent.offline.WorkflowCommands;
import dev.chancery.agent.run.Version;
import java.util.Locale;

/** The values of {@code -o} of {@code policy validate}. */
enum ValidationFormat {
  TABLE,
  JSON,
  YAML,
  /** Static Analysis Results Interchange Format 2.1.0, which code hosts and editors read. */
  SARIF,
  /** Workflow commands of GitHub Actions, which become annotations of a change. */
  GITHUB;

  String text(Validation validation) throws JsonProcessingException {
    return switch (this) {
      case TABLE -> validation.text();
      case JSON ->
          new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(validation.json());
      case YAML -> new YAMLMapper().writeValueAsString(validation.json());
      case SARIF ->
          new JsonMapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(Sarif.of(validation.shown(), Version.text()));
      case GITHUB -> WorkflowCommands.of(validation.shown());
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
