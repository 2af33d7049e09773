package dev.chancery.accesslogs.seqpacket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chancery.accesslogs.HttpRecord;
import dev.chancery.accesslogs.ProxyRecord;
import dev.chancery.accesslogs.RecordProblem;
import dev.chancery.accesslogs.RecordProblems;
import dev.chancery.accesslogs.RecordQueue;
import dev.chancery.api.cilium.LogEntry;
import dev.chancery.testproxy.accesslog.AccessLogClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server against clients that speak as the proxy does. */
class AccessLogSocketIT {
  private final RecordProblems problems = new RecordProblems(InstantSource.system());
  private final RecordQueue queue = new RecordQueue(10_000, 1 << 28, problems);
  private final List<AccessLogClient> clients = new ArrayList<>();
  @TempDir private Path folder;
  private Path path;
  private AccessLogSocket server;

  @BeforeEach
  void start() throws IOException {
    path = folder.resolve("access_log.sock");
    server = start(AccessLogSocketOptions.at(path));
  }

  private AccessLogSocket start(AccessLogSocketOptions options) throws IOException {
    return AccessLogSocket.start(options, queue, problems);
  }

  @AfterEach
  void stop() {
    clients.forEach(AccessLogClient::close);
    server.close();
  }

  private AccessLogClient client() {
    var client = new AccessLogClient(path);
    clients.add(client);
    return client;
  }

  /** The paths of the records that come, once there are so many. */
  private List<String> next(int count) {
    await().until(() -> queue.size() >= count);
    return queue.poll(count).records().stream().map(AccessLogSocketIT::path).toList();
  }

  private static String path(ProxyRecord record) {
    return ((HttpRecord) record).path();
  }

  private static LogEntry request(String path) {
    var entry = Packets.request("id-" + path).toBuilder();
    entry.getHttpBuilder().setPath(path);
    return entry.build();
  }

  @Test
  void recordsOfManyClientsComeAsTheyWereSent() {
    AccessLogClient one = client();
    AccessLogClient two = client();
    assertThat(one.log(request("/a"))).isTrue();
    assertThat(two.log(request("/b"))).isTrue();
    assertThat(one.log(request("/c"))).isTrue();
    assertThat(next(3)).containsExactlyInAnyOrder("/a", "/b", "/c").containsSubsequence("/a", "/c");
    assertThat(server.counts()).isEqualTo(new AccessLogCounts(3, 3, 0, 0, 2, 2, 0, 0));
    one.close();
    await().until(() -> server.counts().openClients() == 1);
  }

  @Test
  void recordMayHaveManyHeadersAndNoMoreThanTheBuffer() {
    server.close();
    AccessLogSocketOptions smallest = AccessLogSocketOptions.at(path).withBufferBytes(4096);
    assertThat(smallest.bufferBytes()).isEqualTo(64 * 1024);
    server = assertStarts(smallest);
    AccessLogClient client = client();
    client.log(Packets.header(request("/60k").toBuilder(), "a", "x".repeat(60_000)).build());
    client.log(Packets.header(request("/70k").toBuilder(), "a", "x".repeat(70_000)).build());
    client.log(request("/after"));
    assertThat(next(2)).containsExactly("/60k", "/after");
    assertThat(server.counts().truncated()).isEqualTo(1);
    assertThat(problems.count(RecordProblem.TRUNCATED)).isEqualTo(1);
  }

  private AccessLogSocket assertStarts(AccessLogSocketOptions options) {
    try {
      return start(options);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void packetIsTakenWholeUpToTheLastByteOfTheBuffer() {
    AccessLogClient client = client();
    server.close();
    server = assertStarts(AccessLogSocketOptions.at(path).withBufferBytes(100_000));
    client.send(new byte[100_000]);
    client.send(new byte[100_001]);
    client.log(request("/after"));
    assertThat(next(1)).containsExactly("/after");
    assertThat(server.counts().malformed()).isEqualTo(1);
    assertThat(server.counts().truncated()).isEqualTo(1);
  }

  @Test
  void garbageOfOneClientHurtsNoOther() {
    AccessLogClient bad = client();
    AccessLogClient good = client();
    byte[] whole = request("/bad").toByteArray();
    bad.send(new byte[0]);
    bad.send(new byte[] {(byte) 0xff, 0, 1});
    bad.send(Arrays.copyOf(whole, whole.length - 3));
    bad.send(new byte[0]);
    good.log(request("/good"));
    assertThat(next(1)).containsExactly("/good");
    await().until(() -> server.counts().malformed() == 4);
    assertThat(problems.count(RecordProblem.INCOMPLETE)).isEqualTo(2);
    assertThat(problems.count(RecordProblem.UNDECODABLE)).isEqualTo(2);
    bad.log(request("/better"));
    assertThat(next(1)).containsExactly("/better");
  }

  @Test
  void whatWasSentBeforeAnEndIsRead() {
    AccessLogClient client = client();
    client.send(new byte[0]);
    for (int i = 0; i < 50; i++) {
      client.log(request("/" + i));
      client.send(new byte[0]);
    }
    client.close();
    assertThat(next(50)).startsWith("/0", "/1").endsWith("/49");
    await().until(() -> server.counts().openClients() == 0);
  }

  @Test
  void clientConnectsAnewAfterTheServerHasBeenAway() throws IOException {
    AccessLogClient client = client();
    client.log(request("/before"));
    server.close();
    assertThat(client.log(request("/lost"))).isFalse();
    server = start(AccessLogSocketOptions.at(path));
    assertThat(client.log(request("/after"))).isTrue();
    assertThat(next(2)).containsExactly("/before", "/after");
    assertThat(client.sent()).isEqualTo(2);
    assertThat(client.dropped()).isEqualTo(1);
  }

  @Test
  void closingReadsEverythingThatWasSent() {
    List<AccessLogClient> several = List.of(client(), client(), client());
    for (int i = 0; i < 200; i++) {
      several.forEach(c -> c.log(request("/")));
    }
    server.close();
    long sent = several.stream().mapToLong(AccessLogClient::sent).sum();
    assertThat(server.counts().decoded()).isEqualTo(sent).isPositive();
    assertThat(queue.size()).isEqualTo((int) sent);
    assertThat(path).doesNotExist();
    assertThat(server.counts().openClients()).isZero();
  }

  @Test
  void newClientTakesThePlaceOfOneThatNeverSent() throws IOException {
    server.close();
    server = start(AccessLogSocketOptions.at(path).withMaxClients(2));
    AccessLogClient talker = client();
    AccessLogClient idler = client();
    talker.log(request("/talker"));
    assertThat(next(1)).containsExactly("/talker");
    idler.connect();
    await().until(() -> server.counts().openClients() == 2);

    AccessLogClient three = client();
    three.log(request("/three"));
    assertThat(next(1)).containsExactly("/three");
    idler.awaitEnd();
    talker.log(request("/again"));
    assertThat(next(1)).containsExactly("/again");
    assertThat(server.counts().droppedClients()).isEqualTo(1);
    assertThat(server.counts().refusedClients()).isZero();
    assertThat(server.counts().openClients()).isEqualTo(2);
  }

  @Test
  void newClientTakesThePlaceOfTheOneThatIsSilentForLongest() throws IOException {
    server.close();
    server = start(AccessLogSocketOptions.at(path).withMaxClients(2));
    AccessLogClient one = client();
    AccessLogClient two = client();
    one.log(request("/one"));
    assertThat(next(1)).containsExactly("/one");
    two.log(request("/two"));
    assertThat(next(1)).containsExactly("/two");

    AccessLogClient three = client();
    three.connect();
    one.awaitEnd();
    assertThat(server.counts().droppedClients()).isEqualTo(1);
    two.log(request("/more"));
    assertThat(next(1)).containsExactly("/more");
  }

  @Test
  void fullQueueDropsAndCountsAndHoldsNobodyUp() throws IOException {
    server.close();
    var small = new RecordQueue(10, 1 << 20, problems);
    server = AccessLogSocket.start(AccessLogSocketOptions.at(path), small, problems);
    AccessLogClient client = client();
    for (int i = 0; i < 100; i++) {
      client.log(request("/"));
    }
    await().until(() -> server.counts().decoded() == client.sent());
    RecordQueue.Batch batch = small.poll(1_000);
    assertThat(batch.records()).hasSize(10);
    assertThat(batch.dropped()).isEqualTo(client.sent() - 10);
  }
}
