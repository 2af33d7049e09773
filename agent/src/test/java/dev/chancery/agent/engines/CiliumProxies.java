package dev.chancery.agent.engines;

import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.envoy.cilium.CiliumOptions;
import dev.chancery.envoy.cilium.CiliumTranslator;
import dev.chancery.envoy.cilium.ProxyListener;
import dev.chancery.envoy.cilium.ProxyRelease;
import dev.chancery.testproxy.wire.ProxyGeneration;

/** Proxies of each release of Cilium; between two that follow each other all read alike. */
public enum CiliumProxies {
  V1_31(ProxyRelease.V1_17, ProxyGeneration.V1_31),
  V1_33(ProxyRelease.V1_17, ProxyGeneration.V1_33),
  V1_34(ProxyRelease.V1_18, ProxyGeneration.V1_34),
  V1_35(ProxyRelease.V1_19, ProxyGeneration.V1_35),
  V1_36(ProxyRelease.V1_19, ProxyGeneration.V1_36),
  V1_37(ProxyRelease.V1_20, ProxyGeneration.V1_37);

  private final ProxyRelease release;
  private final ProxyGeneration generation;

  CiliumProxies(ProxyRelease release, ProxyGeneration generation) {
    this.release = release;
    this.generation = generation;
  }

  public ProxyGeneration generation() {
    return generation;
  }

  public CiliumOptions options() {
    CiliumOptions of = CiliumOptions.DEFAULTS;
    return new CiliumOptions(
        release,
        of.identities(),
        of.bpfRoot(),
        of.ipcacheName(),
        of.sockets(),
        of.normalizePath(),
        of.deniedBody(),
        of.originalSource(),
        of.secretsNamespace(),
        of.http(),
        of.families());
  }

  /** What it is told of a view. */
  public CiliumEngine engine(NodeView view) {
    return new CiliumEngine(view, options(), generation, manager());
  }

  /** The manager of its HTTP listeners. */
  public CiliumManager manager() {
    return CiliumManager.of(
        new CiliumTranslator(options()).listener(ProxyListener.HTTP_INGRESS, 10_000));
  }
}
