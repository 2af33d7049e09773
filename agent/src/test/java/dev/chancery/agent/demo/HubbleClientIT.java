package dev.chancery.agent.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.testing.RealEnvoy;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stock hubble client on the story's flows, and {@code chancery observe} beside it. */
class HubbleClientIT {
  private static final Path HOME = Path.of(System.getProperty("chancery.home"));
  private static final int UNAVAILABLE = 3;

  private static final List<List<String>> REQUESTS =
      List.of(
          List.of("--last", "4095", "-o", "compact"),
          List.of("--last", "4095", "-o", "jsonpb"),
          List.of("--last", "4095", "-o", "dict"),
          List.of("--last", "4095", "-o", "tab"),
          List.of("--first", "5", "-o", "compact"),
          List.of("--protocol", "http", "--verdict", "DROPPED"),
          List.of("--to-pod", "default/tiefighter", "--http-status", "403", "-o", "jsonpb"),
          List.of("--http-path", "/v1/.*", "--http-method", "put"));
  private static final List<List<String>> CONNECTIONS =
      List.of(List.of("-t", "policy-verdict", "--print-policy-names", "-o", "jsonpb"));

  @TempDir private Path folder;

  @Test
  void stockClientAndOursPrintTheSameBytes() throws Exception {
    String client = client();
    var out = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    try (Demo demo = new Demo(RealEnvoy.binary(), FreePort.find(), out)) {
      demo.play();
      compare(client, demo.stage(), REQUESTS);
      compare(client, demo.stage(), CONNECTIONS);
    }
  }

  @Test
  void theyDoSoForTheFlowsOfCiliumEnvoyToo() throws Exception {
    String client = client();
    var out = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    try (CiliumScene scene = new CiliumScene(folder, out)) {
      scene.play();
      compare(client, scene.stage(), REQUESTS);
    }
  }

  private static void compare(String client, Stage stage, List<List<String>> questions)
      throws Exception {
    String server = "unix://" + stage.options().runDir().toAbsolutePath().resolve("hubble.sock");
    long flows = stage.agent().flows().ring().size();

    assertThat(run(List.of(client, "status", "--server", server)))
        .contains("Healthcheck (via " + server + "): Ok")
        .contains("Current/Max Flows: ");
    for (List<String> arguments : questions) {
      String theirs = run(observe(List.of(client), server, arguments));
      String ours = run(observe(List.of(HOME.resolve("chancery").toString()), server, arguments));
      assertThat(ours).as("observe %s", arguments).isEqualTo(theirs).isNotEmpty();
    }
    String all = run(observe(List.of(client), server, List.of("--last", "4095")));
    assertThat(all.lines()).hasSize((int) flows);
  }

  private static List<String> observe(List<String> program, String server, List<String> arguments) {
    var command = new ArrayList<>(program);
    command.addAll(List.of("observe", "--server", server));
    command.addAll(arguments);
    return command;
  }

  /** Skips, with the reason, where the client can neither be found nor built. */
  private static String client() throws Exception {
    var builder = new ProcessBuilder(HOME.resolve("scripts/hubble-client").toString());
    builder.environment().put("CHANCERY_INTEROP", System.getProperty("chancery.interop"));
    var errors = File.createTempFile("hubble-client", ".log");
    var process = builder.redirectError(errors).start();
    String path = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    assertThat(process.waitFor(15, TimeUnit.MINUTES)).isTrue();
    String said = java.nio.file.Files.readString(errors.toPath()).strip();
    Assumptions.assumeFalse(process.exitValue() == UNAVAILABLE, said);
    assertThat(process.exitValue()).as(said).isZero();
    return path;
  }

  private static String run(List<String> command) throws Exception {
    var builder = new ProcessBuilder(command);
    builder.environment().put("TZ", "UTC");
    builder.environment().put("CHANCERY_NO_BUILD", "1");
    builder.environment().keySet().removeIf(name -> name.startsWith("HUBBLE_"));
    var errors = File.createTempFile("observe", ".log");
    var process = builder.redirectError(errors).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue())
        .as("%s: %s", command, java.nio.file.Files.readString(errors.toPath()))
        .isZero();
    return output;
  }
}
