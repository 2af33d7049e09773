package dev.chancery.agent.cli.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** {@code -o}, and the answer in the form that it asks for. */
public final class OutputOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  public OutputFormat format = OutputFormat.TABLE;

  /**
   * Prints an answer.
   *
   * @param value records, lists and maps; what {@code json} and {@code yaml} show
   * @param text what a person sees
   */
  public void print(PrintWriter out, Object value, Supplier<String> text)
      throws JsonProcessingException {
    String answer =
        switch (format) {
          case TABLE -> text.get();
          case JSON -> json().writeValueAsString(value);
          case YAML -> yaml().writeValueAsString(value);
        };
    out.print(answer.isEmpty() || answer.endsWith("\n") ? answer : answer + "\n");
    out.flush();
  }

  private static ObjectMapper json() {
    return JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  }

  private static ObjectMapper yaml() {
    return YAMLMapper.builder()
        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
        .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
        .build();
  }
}
