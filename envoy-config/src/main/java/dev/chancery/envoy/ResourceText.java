package dev.chancery.envoy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;

/** Envoy messages as Envoy's own JSON or YAML, with nested extensions unpacked. */
public final class ResourceText {
  private static final JsonMapper JSON = new JsonMapper();
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().preservingProtoFieldNames().usingTypeRegistry(KnownTypes.registry());

  private ResourceText() {}

  public static String json(Message message) {
    try {
      return PRINTER.print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "message: holds an extension that is not known here: " + e.getMessage(), e);
    }
  }

  public static JsonNode tree(Message message) {
    try {
      return JSON.readTree(json(message));
    } catch (JsonProcessingException e) {
      throw new AssertionError("printed JSON is JSON", e);
    }
  }

  public static String yaml(Message message) {
    try {
      return YAML.writeValueAsString(tree(message));
    } catch (JsonProcessingException e) {
      throw new AssertionError("a tree can be written", e);
    }
  }
}
