package dev.chancery.agent.control;

import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The agent's own service: the name of a report in, the report as JSON out. Reading only; what
 * changes the agent is its manifests.
 */
public final class Control {
  private static final long TIMEOUT_SECONDS = 10;

  private static final MethodDescriptor<StringValue, StringValue> REPORT =
      MethodDescriptor.<StringValue, StringValue>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(MethodDescriptor.generateFullMethodName("chancery.Control", "Report"))
          .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .build();

  private Control() {}

  /**
   * The service to be served.
   *
   * @param reports name to JSON, computed at each call
   */
  public static ServerServiceDefinition service(Map<String, Supplier<String>> reports) {
    return ServerServiceDefinition.builder("chancery.Control")
        .addMethod(
            REPORT,
            ServerCalls.asyncUnaryCall(
                (request, response) -> {
                  Supplier<String> report = reports.get(request.getValue());
                  if (report == null) {
                    response.onError(
                        Status.NOT_FOUND
                            .withDescription(
                                "report: "
                                    + request.getValue()
                                    + " (expected: "
                                    + reports.keySet()
                                    + ")")
                            .asRuntimeException());
                    return;
                  }
                  response.onNext(StringValue.of(report.get()));
                  response.onCompleted();
                }))
        .build();
  }

  /**
   * Asks a running agent.
   *
   * @throws io.grpc.StatusRuntimeException if it does not answer, or has no such report
   */
  public static String ask(Channel agent, String report) {
    return ClientCalls.blockingUnaryCall(
            agent,
            REPORT,
            CallOptions.DEFAULT.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS),
            StringValue.of(report))
        .getValue();
  }
}
