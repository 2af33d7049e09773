package dev.chancery.envoy.cilium;

import dev.chancery.envoy.npds.NpdsOptions;
import java.nio.file.Path;

/**
 * What an operator can choose about a cilium-envoy.
 *
 * @param release of Cilium that the proxy came with
 * @param identities where the proxy has identities from
 * @param bpfRoot mount point of the BPF file system, as the proxy sees it
 * @param ipcacheName file of the ipcache map under {@code <bpfRoot>/tc/globals}
 * @param sockets folder of {@code xds.sock}, {@code access_log.sock} and {@code admin.sock}, as the
 *     proxy sees it
 * @param normalizePath one canonical path is matched, forwarded and logged; Cilium's {@code
 *     http-normalize-path}
 * @param deniedBody body of a denial; Cilium's {@code http-403-msg}
 * @param originalSource whether the server sees the client's own address; Cilium does so for egress
 *     where its datapath can
 * @param secretsNamespace where the secrets that policies name are copied to; the front part of
 *     their names in SDS
 * @param http limits of requests
 * @param families of addresses whose connections are redirected
 */
public record CiliumOptions(
    ProxyRelease release,
    IdentitySource identities,
    String bpfRoot,
    String ipcacheName,
    Path sockets,
    boolean normalizePath,
    String deniedBody,
    boolean originalSource,
    String secretsNamespace,
    Http http,
    IpFamilies families) {
  /** SEQPACKET; in {@link #sockets}. */
  public static final String ACCESS_LOG_SOCKET = "access_log.sock";

  /** In {@link #sockets}. */
  public static final String XDS_SOCKET = "xds.sock";

  /** In {@link #sockets}. */
  public static final String ADMIN_SOCKET = "admin.sock";

  public static final Path DEFAULT_SOCKETS = Path.of("/var/run/cilium/envoy/sockets");

  /** As the charts of Cilium 1.19 have them, but without BPF maps. */
  public static final CiliumOptions DEFAULTS =
      new CiliumOptions(
          ProxyRelease.V1_19,
          IdentitySource.NPHDS,
          "/sys/fs/bpf",
          "cilium_ipcache_v2",
          DEFAULT_SOCKETS,
          true,
          "Access denied",
          true,
          "cilium-secrets",
          Http.DEFAULTS,
          IpFamilies.IPV4);

  /**
   * Cilium's {@code http-request-timeout}, {@code http-max-grpc-timeout}, {@code
   * http-idle-timeout}, {@code http-stream-idle-timeout}, {@code http-retry-count}, {@code
   * http-retry-timeout}, {@code proxy-xff-num-trusted-hops-*} and {@code
   * envoy-http-upstream-linger-timeout}. Times are in seconds; 0 is without limit.
   *
   * @param lingerTime how long a connection to a server that keeps the client's address lingers;
   *     below 0 as the kernel does
   */
  public record Http(
      int requestTimeout,
      int maxGrpcTimeout,
      int idleTimeout,
      int streamIdleTimeout,
      int retries,
      int retryTimeout,
      int trustedHops,
      int lingerTime) {
    public static final Http DEFAULTS = new Http(3600, 0, 0, 300, 3, 0, 0);

    /** Lingers as the kernel does. */
    public Http(
        int requestTimeout,
        int maxGrpcTimeout,
        int idleTimeout,
        int streamIdleTimeout,
        int retries,
        int retryTimeout,
        int trustedHops) {
      this(
          requestTimeout,
          maxGrpcTimeout,
          idleTimeout,
          streamIdleTimeout,
          retries,
          retryTimeout,
          trustedHops,
          -1);
    }
  }

  /** The same with sockets in another folder. */
  public CiliumOptions at(Path folder) {
    return new CiliumOptions(
        release,
        identities,
        bpfRoot,
        ipcacheName,
        folder,
        normalizePath,
        deniedBody,
        originalSource,
        secretsNamespace,
        http,
        families);
  }

  /** The same for other families of addresses. */
  public CiliumOptions with(IpFamilies changed) {
    return new CiliumOptions(
        release,
        identities,
        bpfRoot,
        ipcacheName,
        sockets,
        normalizePath,
        deniedBody,
        originalSource,
        secretsNamespace,
        http,
        changed);
  }

  /** One of the sockets, as the proxy sees it. */
  public Path socket(String name) {
    return sockets.resolve(name);
  }

  /** What NPDS messages depend on. */
  public NpdsOptions npds() {
    return new NpdsOptions(
        secretsNamespace,
        release.readsProxyIds(),
        release.readsServerNamePatterns(),
        identities == IdentitySource.IPCACHE && release.readsConntrack());
  }
}
