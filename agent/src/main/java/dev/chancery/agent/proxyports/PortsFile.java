package dev.chancery.agent.proxyports;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.chancery.agent.state.ReplacedFile;
import dev.chancery.envoy.cilium.IpFamilies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports at which the proxy listened, for the next agent: {@code proxy_ports_state.json}, an
 * object of {@code {"type", "ingress", "port"}} by listener name, as Cilium writes it, and of the
 * families of addresses. What the file says is a wish and no more, so one that is old or broken is
 * passed over. So is a port on other addresses than now: with it the listener would keep its name,
 * and no listener may change its address.
 */
public final class PortsFile {
  /** Cilium's {@code restored-proxy-ports-age-limit}, where none is chosen. */
  public static final Duration DEFAULT_AGE_LIMIT = Duration.ofMinutes(15);

  private static final Logger log = LoggerFactory.getLogger(PortsFile.class);
  private static final int MAX_BYTES = 1 << 16;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private final Path file;
  private final Duration ageLimit;
  private final IpFamilies families;

  /**
   * Names the file; does not touch it.
   *
   * @param ageLimit how long after it was written the file counts
   * @param families of addresses at which the proxy listens now
   */
  public PortsFile(Path file, Duration ageLimit, IpFamilies families) {
    this.file = file;
    this.ageLimit = ageLimit;
    this.families = families;
  }

  /**
   * @param type what the listener reads; Cilium's {@code types.ProxyType}
   * @param families of its addresses; not said of IPv4 alone
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Entry(
      @JsonProperty(required = true) String type,
      @JsonProperty(required = true) boolean ingress,
      @JsonProperty(required = true) int port,
      @Nullable IpFamilies families) {
    /** Of {@code cilium-http-egress}: {@code http}. */
    static Entry of(String name, int port, IpFamilies families) {
      String[] words = name.split("-", -1);
      return new Entry(
          words.length > 1 ? words[1] : name,
          name.endsWith("-ingress"),
          port,
          families == IpFamilies.IPV4 ? null : families);
    }

    boolean isOf(IpFamilies asked) {
      return asked == (families == null ? IpFamilies.IPV4 : families);
    }
  }

  /** Ports by name; empty where the file is missing, old or broken. Never throws. */
  Map<String, Integer> load(Instant now) {
    Map<String, Integer> ports = new TreeMap<>();
    try {
      Duration age = Duration.between(Files.getLastModifiedTime(file).toInstant(), now);
      if (age.compareTo(ageLimit) > 0) {
        return passedOver(age.toSeconds() + " s old (expected: " + ageLimit.toSeconds() + ")");
      }
      if (Files.size(file) > MAX_BYTES) {
        return passedOver("longer than " + MAX_BYTES + " bytes");
      }
      String text = Files.readString(file, StandardCharsets.UTF_8);
      Map<String, Entry> entries = JSON.readValue(text, new TypeReference<Map<String, Entry>>() {});
      if (entries == null || entries.containsValue(null)) {
        return passedOver("content does not fit: null");
      }
      entries.values().removeIf(entry -> !entry.isOf(families));
      entries.forEach((name, entry) -> ports.put(name, entry.port()));
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (JacksonException e) {
      return passedOver("content does not fit: " + e.getClass().getSimpleName());
    } catch (IOException | RuntimeException e) {
      return passedOver(String.valueOf(e.getMessage()));
    }
    return ports;
  }

  /** Replaces the file; a failure is logged, and the next agent chooses ports anew. */
  void save(Map<String, Integer> ports) {
    Map<String, Entry> entries = new TreeMap<>();
    ports.forEach((name, port) -> entries.put(name, Entry.of(name, port, families)));
    try {
      ReplacedFile.write(file, JSON.writeValueAsString(entries) + "\n");
    } catch (IOException | RuntimeException e) {
      log.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("reason", e.getMessage())
          .log("proxy ports not saved");
    }
  }

  private Map<String, Integer> passedOver(String reason) {
    log.atWarn()
        .addKeyValue("file", file)
        .addKeyValue("reason", reason)
        .log("saved proxy ports are not used; new ones are chosen");
    return Map.of();
  }
}
