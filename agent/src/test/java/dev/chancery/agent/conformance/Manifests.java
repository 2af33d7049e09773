package dev.chancery.agent.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;

/** The trees of manifests as text. */
final class Manifests {
  private static final ObjectMapper YAML = new YAMLMapper();

  private Manifests() {}

  /** One document each. */
  static String yaml(List<?> objects) {
    StringBuilder text = new StringBuilder();
    for (Object object : objects) {
      try {
        text.append(YAML.writeValueAsString(object));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return text.toString();
  }
}
