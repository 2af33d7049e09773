package dev.chancery.flows.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chancery.api.observer.GetFlowsResponse;
import dev.chancery.flows.json.ProtoJson;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowPrinterTest {
  private static final PrintOptions PLAIN =
      new PrintOptions(
          OutputFormat.COMPACT, TimeLayout.STAMP_MILLI, false, true, false, false, false);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void showsTheEndsOfAReplyInTheOrderOfItsRequest() throws Exception {
    String ends =
        "'source':{'identity':9},'destination':{'identity':1},'IP':{'source':'s','destination':'d'}";
    assertThat(compact("'is_reply':false," + ends)).startsWith("N/A: s (world-ipv4) -> d (host) ");
    assertThat(compact("'is_reply':true," + ends)).startsWith("N/A: d (host) <- s (world-ipv4) ");
    assertThat(compact(ends)).startsWith("N/A: s (world-ipv4) <> d (host) ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'IP':{'source':'::1'},'l4':{'TCP':{'source_port':80}} | [::1]:80",
        "'IP':{'source':'s'},'l4':{'UDP':{'source_port':4294967295}} | s:4294967295",
        "'IP':{'source':'s'},'source':{'namespace':'a/b','pod_name':'../x'} | a/x",
        "'IP':{'source':'s'},'source':{'pod_name':'../../x'} | ../../x",
        "'IP':{'source':'s'},'source':{'namespace':'n','pod_name':'p'},'source_service':{'namespace':'m','name':'q'} | m/p",
        "'IP':{'source':'s'},'source_service':{'name':'q'} | q",
        "'IP':{'source':'s'},'source_names':['a','b'] | a,b",
        "'ethernet':{'source':'00:11'} | 00:11",
      })
  void namesTheSource(String flow, String host) throws Exception {
    assertThat(compact(flow)).startsWith("N/A: " + host + " (unknown) <> ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'l7':{'type':'REQUEST','http':{}} | http-request VERDICT_UNKNOWN ()",
        "'l7':{'type':'RESPONSE','dns':{'observation_source':'proxy'}} | dns-response proxy VERDICT_UNKNOWN ()",
        "'l7':{'type':9} | l7-9 VERDICT_UNKNOWN ()",
        "'event_type':{'type':4,'sub_type':5} | from-endpoint VERDICT_UNKNOWN ()",
        "'event_type':{'type':1,'sub_type':133},'verdict':'DROPPED' | Policy denied DROPPED ()",
        "'event_type':{'type':1,'sub_type':1} | 1, 0 VERDICT_UNKNOWN ()",
        "'event_type':{'type':5},'policy_match_type':2,'verdict':'FORWARDED','traffic_direction':'EGRESS' | policy-verdict:L3-L4 EGRESS ALLOWED ()",
        "'verdict':77,'Summary':'s','auth_type':'SPIRE','ip_trace_id':{'trace_id':5} | UNKNOWN 77 (IP Trace ID: 5; s; Auth: SPIRE)",
      })
  void describesTheEvent(String flow, String rest) throws Exception {
    assertThat(compact(flow)).endsWith(" <>  (unknown) " + rest + "\n");
  }

  @Test
  void namesThePoliciesOfTheFlowsDirection() throws Exception {
    var options =
        new PrintOptions(
            OutputFormat.COMPACT, TimeLayout.STAMP_MILLI, false, true, true, true, false);
    String flow =
        "'verdict':'DROPPED','event_type':{'type':5},'traffic_direction':'INGRESS','node_name':'n',"
            + "'ingress_denied_by':[{'name':'a','kind':'K'},{'name':'nameless'},{'name':'b','kind':'K'}]";
    assertThat(print(options, flow))
        .startsWith("N/A [n]: ")
        .contains("INGRESS DENIED BY a (K), b (K) ()");
  }

  @Test
  void keepsFlowsFromSteeringTheTerminal() throws Exception {
    String flow = "'Summary':'\\u001b[2J\\u001b[31mred\\r\\u0007'";
    assertThat(compact(flow)).endsWith("(^[[2J^[[31mred\\r\u0007)\n");
    var colored =
        new PrintOptions(
            OutputFormat.COMPACT, TimeLayout.STAMP_MILLI, true, true, false, false, false);
    out.reset();
    assertThat(print(colored, flow)).endsWith("(^[[2J\u001b[31mred\\r\u0007)\n");
  }

  @ParameterizedTest
  @CsvSource({
    "StampMilli,Jan  2 03:04:05.120",
    "yearmonthday,2024-01-02",
    "YearMonthDayHour,2024-01-02T03Z",
    "YearMonthDayHourMinute,2024-01-02T03:04Z",
    "RFC3339,2024-01-02T03:04:05Z",
    "RFC3339Milli,2024-01-02T03:04:05.12Z",
    "RFC3339Micro,2024-01-02T03:04:05.12Z",
    "RFC3339Nano,2024-01-02T03:04:05.120000009Z",
    "RFC1123Z,'Tue, 02 Jan 2024 03:04:05 +0000'",
    "nonsense,Jan  2 03:04:05.120"
  })
  void printsTimes(String name, String expected) {
    var instant = Instant.parse("2024-01-02T03:04:05.120000009Z");
    assertThat(TimeLayout.byName(name).format(instant)).isEqualTo(expected);
  }

  @Test
  void printsAWholeSecondWithoutAFraction() {
    var instant = Instant.parse("2024-01-02T03:04:05.000000009Z");
    assertThat(TimeLayout.RFC3339_MILLI.format(instant)).isEqualTo("2024-01-02T03:04:05Z");
  }

  private String compact(String flow) throws Exception {
    out.reset();
    return print(PLAIN, flow);
  }

  private String print(PrintOptions options, String flow) throws Exception {
    var entry = GetFlowsResponse.newBuilder();
    String json = "{'flow':{" + flow + "}}";
    ProtoJson.merge(json.replace('\'', '"'), entry, ProtoJson.Unknown.REFUSE);
    var printer =
        FlowPrinter.of(
            options,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    printer.print(entry.build());
    printer.close();
    assertThat(err.size()).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }
}
