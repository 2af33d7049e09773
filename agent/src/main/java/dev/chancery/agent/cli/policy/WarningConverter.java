package dev.chancery.agent.cli.policy;

import dev.chancery.policy.WarningCode;
import dev.chancery.policy.parse.syntax.EditDistance;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the code of a warning. */
final class WarningConverter implements ITypeConverter<WarningCode> {
  @Override
  public WarningCode convert(String text) {
    return WarningCode.of(text.strip())
        .orElseThrow(
            () ->
                new TypeConversionException(
                    text
                        + " is no warning (did you mean "
                        + EditDistance.nearest(text, WarningCode.texts())
                        + "?)"));
  }
}
