package dev.chancery.agent.cli;

import dev.chancery.policy.parse.cilium.Compat;
import dev.chancery.policy.parse.cilium.Language;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which release of Cilium policies are written for. */
final class LanguageOptions {
  /** From {@code 1.19} and the like. */
  static final class Release implements ITypeConverter<Compat> {
    @Override
    public Compat convert(String text) {
      return Compat.of(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected one of "
                          + Arrays.stream(Compat.values())
                              .map(Compat::text)
                              .collect(Collectors.joining(", "))
                          + " but was '"
                          + text
                          + "'"));
    }
  }

  @Option(
      names = "--compat",
      paramLabel = "RELEASE",
      defaultValue = "1.19",
      converter = Release.class,
      description =
          "Read policies as this release of Cilium does: 1.17 to 1.20 (default"
              + " ${DEFAULT-VALUE}).")
  Compat compat = Compat.V1_19;

  Language language() {
    return Language.of(compat);
  }
}
