package dev.chancery.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.testing.RealEnvoy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapIT {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"yaml", "json"})
  void envoyAcceptsEveryBootstrapThatIsPrinted(String format) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exit =
        Chancery.execute(
            new PrintWriter(out),
            new PrintWriter(err),
            List.of("bootstrap", "--run-dir", folder.toString(), "-o", format));

    assertThat(exit).as(err.toString()).isZero();
    var validation = RealEnvoy.validate(out.toString(), folder);
    assertThat(validation.accepted()).as(validation.output()).isTrue();
  }
}
