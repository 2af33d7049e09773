package dev.chancery.agent.envoy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Names a process beyond doubt: process numbers are used again, but not with the same start time in
 * the same boot.
 *
 * <p>The file is written by the process itself before it becomes Envoy, so that there is no moment
 * with an Envoy that a killed agent's successor could not find. Its lines: boot id, launch digest,
 * {@code /proc/self/stat}.
 *
 * @param launch digest of the launch
 * @param startTicks since boot, field 22 of {@code /proc/PID/stat}
 */
record PidFile(String bootId, String launch, long pid, long startTicks) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** For {@code sh -c}; arguments: file, digest, command. */
  static final String WRITE_AND_EXEC =
      """
      read -r boot </proc/sys/kernel/random/boot_id
      read -r stat </proc/self/stat
      printf '%s\\n%s\\n%s\\n' "$boot" "$2" "$stat" >"$1" || exit 1
      shift 2
      exec "$@"
      """;

  /** Empty where the file is missing or not whole. */
  static Optional<PidFile> read(Path file) {
    try {
      return parse(Files.readAllLines(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<PidFile> parse(List<String> lines) {
    if (lines.size() != 3) {
      return Optional.empty();
    }
    var stat = lines.get(2);
    try {
      var pid = Long.parseLong(stat.substring(0, Math.max(stat.indexOf(' '), 0)));
      return Optional.of(new PidFile(lines.get(0), lines.get(1), pid, startTicks(stat)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The process, where it still lives. */
  Optional<ProcessHandle> process() {
    return isAlive() ? ProcessHandle.of(pid) : Optional.empty();
  }

  private boolean isAlive() {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      var state = stat.substring(stat.lastIndexOf(')') + 1).stripLeading();
      return Files.readString(BOOT_ID).strip().equals(bootId)
          && startTicks(stat) == startTicks
          && !state.startsWith("Z");
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }

  /** Field 22, counted after the program's name, which may hold spaces and brackets. */
  private static long startTicks(String stat) {
    var fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    if (fields.length < 20) {
      throw new NumberFormatException("stat: " + fields.length + " fields");
    }
    return Long.parseLong(fields[19]);
  }
}
