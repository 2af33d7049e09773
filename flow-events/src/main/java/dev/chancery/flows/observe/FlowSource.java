package dev.chancery.flows.observe;

import dev.chancery.api.observer.GetFlowsRequest;
import dev.chancery.api.observer.GetFlowsResponse;

/** Where flows come from: a server's {@code observer.Observer/GetFlows}, or a file. */
@FunctionalInterface
public interface FlowSource {
  /**
   * Hands every entry of the answer to the sink, in order, and returns at the end of the stream.
   *
   * @param server an address such as {@code unix:///run/chancery/hubble.sock}
   * @throws FlowSourceException with the line to show: of a gRPC status UNKNOWN only its
   *     description, of another status {@code rpc error: code = Unavailable desc = …}
   */
  void getFlows(String server, GetFlowsRequest request, Sink sink) throws FlowSourceException;

  /** Takes entries; what it throws ends the stream. */
  @FunctionalInterface
  interface Sink {
    void accept(GetFlowsResponse entry) throws FlowSourceException;
  }
}
