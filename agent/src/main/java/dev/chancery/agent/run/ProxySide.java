package dev.chancery.agent.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.chancery.agent.proxyports.RedirectAnnouncements;
import dev.chancery.agent.reconcile.DataPlane;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Plane;
import dev.chancery.agent.reconcile.Rejections;
import dev.chancery.xds.XdsServer;
import java.io.IOException;
import java.util.Optional;

/**
 * The agent's side towards the proxies of one data plane: what it serves them, and what it takes
 * from them. Everything it starts is kept among the agent's {@link Parts}.
 */
interface ProxySide {
  DataPlane dataPlane();

  /** Who makes resources of views. */
  Plane plane();

  XdsServer xds();

  /** What the proxies refused. */
  Rejections rejections();

  /**
   * Takes records of traffic from now on. The first to be called: before a proxy is told to send
   * them.
   *
   * @throws IOException with a message for the user
   */
  void receiveRecords(Parts parts) throws IOException;

  /**
   * Serves resources. Called once, when there is a state to serve: to a proxy that has one already,
   * an empty one would mean that all it has is to go.
   *
   * @throws IOException with a message for the user
   */
  void serveResources(Parts parts) throws IOException;

  /**
   * Starts the proxy, where that is the agent's to do.
   *
   * @throws IOException with a message for the user
   */
  default void startProxy(Parts parts) throws IOException {}

  /** Adds what is to be said of this data plane to the report of the agent's status. */
  void describe(ObjectNode status);

  /** The view, with problems where this plane's proxies refused something. */
  NodeView judged(NodeView view);

  /** What the datapath is told to redirect; empty where no datapath is told anything. */
  default Optional<RedirectAnnouncements> redirects() {
    return Optional.empty();
  }
}
