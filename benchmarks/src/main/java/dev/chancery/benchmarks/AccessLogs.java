package dev.chancery.benchmarks;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.chancery.accesslogs.AccessLogReceiver;
import dev.chancery.accesslogs.LogEntryDecoder;
import dev.chancery.accesslogs.ProxyRecord;
import dev.chancery.accesslogs.RecordProblems;
import dev.chancery.accesslogs.RecordQueue;
import dev.chancery.agent.reconcile.NodeState;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.agent.reconcile.Settings;
import dev.chancery.agent.source.ManifestFile;
import dev.chancery.agent.source.Manifests;
import dev.chancery.agent.visibility.FlowMaker;
import dev.chancery.agent.visibility.NodeEndpoints;
import dev.chancery.flows.decode.FlowDecoder;
import dev.chancery.flows.decode.FlowOrigin;
import dev.chancery.flows.ring.FlowRing;
import dev.chancery.flows.ring.FlowStore;
import dev.chancery.redaction.RedactionOptions;
import dev.chancery.redaction.Redactor;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * One exchange, from the bytes of a proxy's log: to two records, and on to two flows in the ring.
 * All on one thread, so its inverse is what one core can do.
 */
@State(Scope.Benchmark)
public class AccessLogs {
  private final InstantSource clock = InstantSource.system();
  private final RecordProblems problems = new RecordProblems(clock);
  private final RecordQueue queue = new RecordQueue(16, 1 << 20, problems);
  private final AccessLogReceiver als = new AccessLogReceiver(queue, problems);
  private final LogEntryDecoder decoder = new LogEntryDecoder(problems);
  private final List<byte[]> cilium = Logged.cilium();
  private final byte[] stock = Logged.stock();
  private final FlowStore store = new FlowStore(new FlowRing(FlowRing.DEFAULT_CAPACITY), clock);
  private final FlowMaker flows = flows();

  private FlowMaker flows() {
    NodeView view =
        NodeState.empty(Settings.DEFAULTS)
            .next(
                new Manifests(
                    List.of(new ManifestFile("a.yaml", Logged.manifests(), Optional.empty())),
                    Optional.empty()))
            .view();
    var origin =
        new FlowOrigin(
            "default/node", List.of(), "Chancery", "1", () -> UUID.randomUUID().toString());
    return new FlowMaker(
        moment -> view,
        new FlowDecoder(
            new Redactor(RedactionOptions.DEFAULT), new NodeEndpoints(() -> view), origin),
        store,
        clock);
  }

  private List<ProxyRecord> drained() {
    RecordQueue.Batch batch = queue.poll(16);
    if (batch.records().size() != 2 || batch.dropped() != 0) {
      throw new IllegalStateException("records: " + batch.records() + " (expected: two)");
    }
    return batch.records();
  }

  /** Two packets of cilium-envoy. */
  @Benchmark
  public List<ProxyRecord> logEntryToRecords() {
    cilium.forEach(packet -> decoder.decode(packet).ifPresent(queue::offer));
    return drained();
  }

  /** One message of a stock Envoy with two entries. */
  @Benchmark
  public List<ProxyRecord> alsToRecords() throws InvalidProtocolBufferException {
    als.receive(StreamAccessLogsMessage.parseFrom(stock));
    return drained();
  }

  @Benchmark
  public long logEntryToRing() {
    logEntryToRecords().forEach(flows::take);
    return store.seen();
  }

  @Benchmark
  public long alsToRing() throws InvalidProtocolBufferException {
    alsToRecords().forEach(flows::take);
    return store.seen();
  }
}
