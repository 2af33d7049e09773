package dev.chancery.flows.decode;

import com.google.protobuf.BoolValue;
import dev.chancery.accesslogs.ConnectionRecord;
import dev.chancery.accesslogs.DnsRecord;
import dev.chancery.accesslogs.GenericRecord;
import dev.chancery.accesslogs.HttpRecord;
import dev.chancery.accesslogs.L7Record;
import dev.chancery.accesslogs.ProxyRecord;
import dev.chancery.accesslogs.Transaction;
import dev.chancery.api.flow.CiliumEventType;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.FlowType;
import dev.chancery.api.flow.L7FlowType;
import dev.chancery.api.flow.TrafficDirection;
import dev.chancery.api.flow.Verdict;
import dev.chancery.redaction.Redactor;

/**
 * Records to flows as Hubble's L7 parser makes them. All redaction happens here, so nothing behind
 * this point ever holds a secret.
 *
 * <p>Remembers recent requests, to tell the latency and trace of their responses; therefore one
 * decoder sees all records of a node, in order, on one thread at a time.
 */
public final class FlowDecoder {
  private static final int ACCESS_LOG_EVENT = 129;

  private final EndpointLookup endpoints;
  private final FlowOrigin origin;
  private final HttpFlows http;
  private final GenericFlows generic;
  private final ConnectionFlows connections;
  private final FieldLimits limits = new FieldLimits();

  public FlowDecoder(Redactor redactor, EndpointLookup endpoints, FlowOrigin origin) {
    this.endpoints = endpoints;
    this.origin = origin;
    this.http = new HttpFlows(redactor, limits);
    this.generic = new GenericFlows(limits);
    this.connections = new ConnectionFlows(endpoints, origin);
  }

  /** Values that were too long to be shown whole, since the start. */
  public long truncatedValues() {
    return limits.truncated();
  }

  public Flow decode(ProxyRecord record, FlowContext context) {
    if (record instanceof ConnectionRecord connection) {
      return connections.decode(connection, context);
    }
    return decodeL7((L7Record) record, context);
  }

  private Flow decodeL7(L7Record record, FlowContext context) {
    Transaction transaction = record.transaction();
    boolean reply = transaction.type() == Transaction.Type.RESPONSE;
    Flow.Builder flow =
        origin
            .newFlow()
            .setTime(Timestamps.of(context.time()))
            .setVerdict(verdict(transaction.verdict()))
            .setType(FlowType.L7)
            .setEventType(CiliumEventType.newBuilder().setType(ACCESS_LOG_EVENT))
            .setIsReply(BoolValue.of(reply))
            .setTrafficDirection(
                transaction.ingress() ? TrafficDirection.INGRESS : TrafficDirection.EGRESS);
    setReply(flow, reply);
    var asRequested =
        Addressing.ofRequest(
            transaction.source(),
            transaction.destination(),
            transaction.sourceIdentity(),
            transaction.destinationIdentity());
    Addressing addressing = reply ? asRequested.swapped() : asRequested;
    addressing.addTo(flow, endpoints);
    addressing.addPorts(flow, transaction.transport());
    flow.getL7Builder().setType(type(transaction.type()));
    context.policies().addTo(flow);
    addContent(flow, record);
    return flow.build();
  }

  private void addContent(Flow.Builder flow, L7Record record) {
    if (record instanceof HttpRecord request) {
      http.addTo(flow, request);
    } else if (record instanceof DnsRecord dns) {
      DnsFlows.addTo(flow, dns);
    } else if (record instanceof GenericRecord fields) {
      generic.addTo(flow, fields);
    }
  }

  /** Deprecated, but old clients read it, and Hubble fills it. */
  @SuppressWarnings("deprecation")
  private static void setReply(Flow.Builder flow, boolean reply) {
    flow.setReply(reply);
  }

  private static Verdict verdict(Transaction.Verdict verdict) {
    return switch (verdict) {
      case FORWARDED -> Verdict.FORWARDED;
      case DENIED -> Verdict.DROPPED;
      case ERROR -> Verdict.ERROR;
      case REDIRECTED -> Verdict.REDIRECTED;
      case OTHER -> Verdict.VERDICT_UNKNOWN;
    };
  }

  private static L7FlowType type(Transaction.Type type) {
    return switch (type) {
      case REQUEST -> L7FlowType.REQUEST;
      case RESPONSE -> L7FlowType.RESPONSE;
      case SAMPLE -> L7FlowType.SAMPLE;
      case OTHER -> L7FlowType.UNKNOWN_L7_TYPE;
    };
  }
}
