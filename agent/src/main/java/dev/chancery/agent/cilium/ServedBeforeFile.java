package dev.chancery.agent.cilium;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.chancery.agent.state.StateFile;
import dev.chancery.api.cilium.NetworkPolicy;
import dev.chancery.api.cilium.NetworkPolicyHosts;
import dev.chancery.envoy.cilium.Hosts;
import dev.chancery.xds.ResourceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@link ServedBefore} while addresses go from identity to identity: the file is there from
 * before the first step until a proxy has taken the hosts, so that an agent which ends in between
 * is followed by one that knows from where to lead the proxy on.
 */
final class ServedBeforeFile {
  private static final Logger log = LoggerFactory.getLogger(ServedBeforeFile.class);
  private static final int VERSION = 1;

  /**
   * @param policies {@code cilium.NetworkPolicy}, by resource name
   * @param hosts {@code cilium.NetworkPolicyHosts}
   */
  record Saved(Map<String, byte[]> policies, List<byte[]> hosts) {}

  /**
   * @param views oldest first
   */
  record AllSaved(List<Saved> views) {}

  private final Path path;
  private final StateFile<AllSaved> file;

  ServedBeforeFile(Path path) {
    this.path = path;
    this.file = new StateFile<>(path, VERSION, AllSaved.class);
  }

  /** Empty where every proxy has what was served last, as far as anybody knows. */
  List<ServedBefore> load() {
    StateFile.Loaded<AllSaved> loaded = file.load();
    if (loaded instanceof StateFile.Loaded.Unusable<AllSaved> unusable) {
      warn(unusable.reason(), "what was served before is not known");
    }
    if (!(loaded instanceof StateFile.Loaded.Found<AllSaved> found)) {
      return List.of();
    }
    try {
      List<ServedBefore> views = new ArrayList<>();
      for (Saved saved : found.value().views()) {
        views.add(read(saved));
      }
      return List.copyOf(views);
    } catch (InvalidProtocolBufferException | RuntimeException e) {
      warn(String.valueOf(e.getMessage()), "what was served before is not known");
      delete();
      return List.of();
    }
  }

  private static ServedBefore read(Saved saved) throws InvalidProtocolBufferException {
    Map<ResourceKey, NetworkPolicy> policies = new HashMap<>();
    for (Map.Entry<String, byte[]> policy : saved.policies().entrySet()) {
      policies.put(
          new ResourceKey(CiliumTypes.POLICY, policy.getKey()),
          NetworkPolicy.parseFrom(policy.getValue()));
    }
    List<NetworkPolicyHosts> hosts = new ArrayList<>();
    for (byte[] message : saved.hosts()) {
      hosts.add(NetworkPolicyHosts.parseFrom(message));
    }
    return new ServedBefore(policies, Hosts.read(hosts));
  }

  void save(List<ServedBefore> views) {
    try {
      file.save(new AllSaved(views.stream().map(ServedBeforeFile::saved).toList()));
    } catch (IOException e) {
      warn(String.valueOf(e.getMessage()), "what was served before is not saved");
    }
  }

  private static Saved saved(ServedBefore before) {
    Map<String, byte[]> policies = new HashMap<>();
    before.policies().forEach((key, message) -> policies.put(key.name(), message.toByteArray()));
    return new Saved(
        policies, before.hosts().resources().stream().map(r -> r.message().toByteArray()).toList());
  }

  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      warn(String.valueOf(e.getMessage()), "what was served before is not deleted");
    }
  }

  private void warn(String reason, String message) {
    log.atWarn().addKeyValue("file", path).addKeyValue("reason", reason).log(message);
  }
}
