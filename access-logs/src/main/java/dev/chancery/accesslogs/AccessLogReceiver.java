package dev.chancery.accesslogs;

import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.data.accesslog.v3.TCPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code envoy.service.accesslog.v3.AccessLogService}: decodes what Envoy streams and hands it to a
 * {@link RecordQueue}. One message is asked for at a time and is done with at once, so neither a
 * gRPC thread nor the proxy ever waits for a consumer.
 */
public final class AccessLogReceiver extends AccessLogServiceGrpc.AccessLogServiceImplBase {
  private final RecordQueue queue;
  private final HttpEntryDecoder http;
  private final TcpEntryDecoder tcp;
  private final RecordProblems problems;
  private final AtomicLong streams = new AtomicLong();
  private final AtomicLong entries = new AtomicLong();

  public AccessLogReceiver(RecordQueue queue, RecordProblems problems) {
    this.queue = queue;
    this.problems = problems;
    this.http = new HttpEntryDecoder(problems);
    this.tcp = new TcpEntryDecoder(problems);
  }

  /** Streams that are open now. */
  public long openStreams() {
    return streams.get();
  }

  /** Entries received since the start, whatever became of them. */
  public long receivedEntries() {
    return entries.get();
  }

  @Override
  public StreamObserver<StreamAccessLogsMessage> streamAccessLogs(
      StreamObserver<StreamAccessLogsResponse> responses) {
    var call = (ServerCallStreamObserver<StreamAccessLogsResponse>) responses;
    call.disableAutoRequest();
    call.request(1);
    streams.incrementAndGet();
    return new Stream(call);
  }

  /** One message of a stream. Never blocks and never throws. */
  public void receive(StreamAccessLogsMessage message) {
    switch (message.getLogEntriesCase()) {
      case HTTP_LOGS -> message.getHttpLogs().getLogEntryList().forEach(this::receiveHttp);
      case TCP_LOGS -> message.getTcpLogs().getLogEntryList().forEach(this::receiveTcp);
      case LOGENTRIES_NOT_SET -> {
        if (!message.hasIdentifier()) {
          problems.add(RecordProblem.INCOMPLETE);
        }
      }
    }
  }

  private void receiveHttp(HTTPAccessLogEntry entry) {
    entries.incrementAndGet();
    http.decode(entry).forEach(queue::offer);
  }

  private void receiveTcp(TCPAccessLogEntry entry) {
    entries.incrementAndGet();
    tcp.decode(entry).forEach(queue::offer);
  }

  private final class Stream implements StreamObserver<StreamAccessLogsMessage> {
    private final ServerCallStreamObserver<StreamAccessLogsResponse> call;

    Stream(ServerCallStreamObserver<StreamAccessLogsResponse> call) {
      this.call = call;
    }

    @Override
    public void onNext(StreamAccessLogsMessage message) {
      receive(message);
      call.request(1);
    }

    @Override
    public void onError(Throwable error) {
      streams.decrementAndGet();
    }

    @Override
    public void onCompleted() {
      streams.decrementAndGet();
      call.onNext(StreamAccessLogsResponse.getDefaultInstance());
      call.onCompleted();
    }
  }
}
