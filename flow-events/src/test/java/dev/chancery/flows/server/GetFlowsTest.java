package dev.chancery.flows.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.FlowFilter;
import dev.chancery.api.observer.GetFlowsRequest;
import dev.chancery.api.observer.GetFlowsResponse;
import io.grpc.Status;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GetFlowsTest {
  private HubbleServer server;

  @BeforeEach
  void start() throws IOException {
    server = new HubbleServer(7).write(6);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static GetFlowsRequest.Builder request() {
    return GetFlowsRequest.newBuilder();
  }

  private static FlowFilter pods(String... names) {
    return FlowFilter.newBuilder().addAllSourcePod(List.of(names)).build();
  }

  /** Flows 0 to 5 are there; seconds of since and until are those of the flows; -1 is absent. */
  @ParameterizedTest
  @CsvSource({
    "0, false, -1, -1, 0 1 2 3 4 5",
    "2, false, -1, -1, 4 5",
    "100, false, -1, -1, 0 1 2 3 4 5",
    "-1, false, -1, -1, 0 1 2 3 4 5",
    "2, true, -1, -1, 0 1",
    "0, true, -1, -1, 0 1 2 3 4 5",
    "0, false, 3, -1, 3 4 5",
    "2, false, 3, -1, 3 4",
    "2, true, 3, -1, 3 4",
    "0, false, -1, 2, 0 1 2",
    "0, false, 2, 3, 2 3",
    "2, false, -1, 3, 2 3",
    "0, false, 9, -1, ''",
    "0, false, 3, 1, ''"
  })
  void startsAndEndsWhereAsked(long number, boolean first, int since, int until, String expected) {
    var request = request().setNumber(number).setFirst(first);
    if (since >= 0) {
      request.setSince(HubbleServer.at(since));
    }
    if (until >= 0) {
      request.setUntil(HubbleServer.at(until));
    }
    var client = server.ask(request);
    assertThat(client.shown()).isEqualTo(expected);
    assertThat(client.completed).isTrue();
  }

  @Test
  void followStartsAtTheNewestAndDoesNotEnd() {
    var client = server.ask(request().setFollow(true));
    server.write(2);
    assertThat(client.shown()).isEqualTo("6 7");
    assertThat(client.completed).isFalse();
    client.cancel();
  }

  @Test
  void followWithANumberOnlyRewindsByIt() {
    var client = server.ask(request().setFollow(true).setNumber(2));
    server.write(3);
    assertThat(client.shown()).isEqualTo("4 5 6 7 8");
  }

  @Test
  void followEndsAfterUntil() {
    var client = server.ask(request().setFollow(true).setUntil(HubbleServer.at(7)));
    server.write(3);
    assertThat(client.shown()).isEqualTo("6 7");
    assertThat(client.completed).isTrue();
  }

  @Test
  void lastCountsMatchingFlowsOnly() {
    var client = server.ask(request().setNumber(2).addWhitelist(pods("p0", "p1", "p3")));
    assertThat(client.shown()).isEqualTo("1 3");
  }

  @Test
  void blacklistExcludes() {
    assertThat(server.ask(request().addBlacklist(pods("p2", "p3"))).shown()).isEqualTo("0 1 4 5");
  }

  @Test
  void firstWithFollowIsRefused() {
    var client = server.ask(request().setFirst(true).setFollow(true));
    assertThat(Status.fromThrowable(client.error).getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(Status.fromThrowable(client.error).getDescription())
        .isEqualTo("first cannot be specified with follow");
  }

  @Test
  void wrongFilterIsToldAsItIs() {
    var client = server.ask(request().addWhitelist(pods("!")));
    assertThat(Status.fromThrowable(client.error).getCode()).isEqualTo(Status.Code.UNKNOWN);
    assertThat(Status.fromThrowable(client.error).getDescription())
        .isEqualTo("invalid pod filter: !");
  }

  @Test
  void lostEventsPassFiltersAndRangesAndDoNotCount() {
    server.store.addLost(9);
    server.write(1);
    assertThat(server.ask(request().setNumber(2)).shown()).isEqualTo("5 lost:9 6");
    assertThat(server.ask(request().addWhitelist(pods("p6"))).shown()).isEqualTo("lost:9 6");
    assertThat(server.ask(request().setSince(HubbleServer.at(6))).shown()).isEqualTo("lost:9 6");
  }

  @Test
  void responseCarriesNodeNameAndTime() {
    GetFlowsResponse response = server.ask(request().setNumber(1)).responses.get(0);
    assertThat(response.getNodeName()).isEqualTo("default/node1");
    assertThat(response.getTime()).isEqualTo(HubbleServer.at(5));
  }

  @Test
  void maskLeavesOnlyWhatIsAskedFor() {
    var mask = FieldMask.newBuilder().addPaths("source.pod_name").addPaths("IP.source");
    GetFlowsResponse response =
        server.ask(request().setNumber(1).setFieldMask(mask)).responses.get(0);
    var expected = Flow.newBuilder();
    expected.getSourceBuilder().setPodName("p5");
    expected.getIPBuilder().setSource("10.0.0.1");
    assertThat(response).isEqualTo(GetFlowsResponse.newBuilder().setFlow(expected).build());
  }

  @Test
  void maskOfAnUnknownFieldIsRefused() {
    for (String path : List.of("nope", "source.nope", "uuid.x", "", "ip", "source..pod_name")) {
      var client = server.ask(request().setFieldMask(FieldMask.newBuilder().addPaths(path)));
      assertThat(Status.fromThrowable(client.error).getCode())
          .as(path)
          .isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
  }

  @Test
  void slowClientIsToldWhatItMissed() {
    var client = server.ask(request().setFollow(true).setNumber(1), 1);
    assertThat(client.shown()).isEqualTo("5");
    server.write(100);
    assertThat(client.shown()).isEqualTo("5");
    client.take(1_000);
    assertThat(client.shown()).isEqualTo("5 lost:93 99 100 101 102 103 104 105");
  }

  @Test
  void cancelledCallIsForgotten() {
    var client = server.ask(request().setFollow(true));
    client.cancel();
    server.write(1);
    assertThat(client.shown()).isEmpty();
    assertThat(server.store.ring().listeners()).isZero();
  }

  @Test
  void finishedCallIsForgotten() {
    server.ask(request().setFollow(true).setUntil(HubbleServer.at(0)));
    server.write(1);
    assertThat(server.store.ring().listeners()).isZero();
  }

  @Test
  void everyClientGetsEveryFlow() {
    var first = server.ask(request().setFollow(true).setNumber(100));
    var second = server.ask(request().setFollow(true).setNumber(100));
    server.write(1);
    assertThat(first.shown()).isEqualTo("0 1 2 3 4 5 6");
    assertThat(second.shown()).isEqualTo(first.shown());
  }
}
