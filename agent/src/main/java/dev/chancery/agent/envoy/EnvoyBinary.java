package dev.chancery.agent.envoy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the Envoy to run. */
public final class EnvoyBinary {
  private EnvoyBinary() {}

  /**
   * Runs {@code scripts/fetch-envoy}, which may download for a while and shows its progress on
   * stderr.
   *
   * @param home the folder of the checkout; the launcher gives it as {@code chancery.home}
   * @throws IOException where there is no Envoy; the script has said why on stderr
   */
  public static Path find(Path home) throws IOException, InterruptedException {
    var script = home.resolve("scripts/fetch-envoy");
    if (!Files.isExecutable(script)) {
      throw new IOException("envoy: no " + script + " (set ENVOY_BIN and start with ./chancery)");
    }
    var process =
        new ProcessBuilder(script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process.getOutputStream().close();
    var path = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0 || path.isEmpty()) {
      throw new IOException("envoy: none found and none could be fetched");
    }
    return Path.of(path);
  }
}
