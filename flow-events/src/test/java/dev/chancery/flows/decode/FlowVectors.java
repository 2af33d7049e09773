package dev.chancery.flows.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.util.JsonFormat;
import dev.chancery.accesslogs.DnsRecord;
import dev.chancery.accesslogs.LogEntryDecoder;
import dev.chancery.accesslogs.ProxyRecord;
import dev.chancery.accesslogs.RecordProblems;
import dev.chancery.accesslogs.Transaction;
import dev.chancery.accesslogs.Transaction.Transport;
import dev.chancery.accesslogs.Transaction.Verdict;
import dev.chancery.api.cilium.LogEntry;
import dev.chancery.testing.VectorFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rows of {@code l7-flows.jsonl}, from {@code chancery.vectors} or the copy in the resources. */
final class FlowVectors {
  private static final String FILE = "l7-flows.jsonl";
  private static final ObjectMapper JSON = new ObjectMapper();

  private FlowVectors() {}

  static Map<String, List<JsonNode>> groups() {
    var groups = new LinkedHashMap<String, List<JsonNode>>();
    List<JsonNode> rows = rows();
    rows.forEach(
        row -> groups.computeIfAbsent(row.get("group").asText(), g -> new ArrayList<>()).add(row));
    return groups;
  }

  private static List<JsonNode> rows() {
    Path folder = VectorFolder.find().orElse(Path.of("src/test/resources/vectors"));
    List<JsonNode> rows = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(folder.resolve(FILE))) {
        rows.add(JSON.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.println(FILE + ": " + rows.size() + " rows of " + folder);
    return rows;
  }

  static ProxyRecord record(JsonNode row) {
    JsonNode record = row.get("record");
    if (row.get("kind").asText().equals("dns")) {
      return dns(record);
    }
    var entry = LogEntry.newBuilder();
    try {
      JsonFormat.parser().merge(record.toString(), entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LogEntryDecoder(new RecordProblems(InstantSource.system()))
        .decode(entry.build())
        .orElseThrow();
  }

  private static DnsRecord dns(JsonNode record) {
    long nanos = record.get("timestamp").asLong();
    var transaction =
        new Transaction(
            Instant.ofEpochSecond(0, nanos),
            type(record.get("type").asText()),
            verdict(record.get("verdict").asText()),
            record.get("is_ingress").asBoolean(),
            Transport.valueOf(record.get("transport").asText()),
            address(record.get("source_address").asText()),
            address(record.get("destination_address").asText()),
            record.get("source_security_id").asLong(),
            record.get("destination_security_id").asLong(),
            "");
    return new DnsRecord(
        transaction,
        record.get("query").asText(),
        numbers(record.path("qtypes")),
        numbers(record.path("answer_types")),
        texts(record.path("ips")),
        texts(record.path("cnames")),
        record.path("ttl").asLong(),
        record.path("rcode").asInt(),
        record.get("observation_source").asText());
  }

  private static Transaction.Type type(String text) {
    return switch (text) {
      case "Request", "Response", "Sample" ->
          Transaction.Type.valueOf(text.toUpperCase(Locale.ROOT));
      default -> Transaction.Type.OTHER;
    };
  }

  private static Verdict verdict(String text) {
    return switch (text) {
      case "Forwarded", "Denied", "Error", "Redirected" ->
          Verdict.valueOf(text.toUpperCase(Locale.ROOT));
      default -> Verdict.OTHER;
    };
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    try {
      return new InetSocketAddress(
          InetAddress.getByName(text.substring(0, colon)),
          Integer.parseInt(text.substring(colon + 1)));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static List<Integer> numbers(JsonNode array) {
    List<Integer> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asInt()));
    return numbers;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
