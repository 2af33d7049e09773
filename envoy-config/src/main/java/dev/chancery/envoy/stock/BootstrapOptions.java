package dev.chancery.envoy.stock;

import java.nio.file.Path;

/**
 * What a bootstrap depends on.
 *
 * @param nodeId unique among the Envoys of this agent
 * @param runDir where {@code xds.sock}, {@code als.sock} and {@code envoy-admin.sock} are
 */
public record BootstrapOptions(String nodeId, String cluster, Path runDir) {
  Path socket(String name) {
    return runDir.resolve(name);
  }
}
