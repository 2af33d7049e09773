package dev.chancery.flows.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import dev.chancery.api.flow.Flow;
import dev.chancery.flows.json.ProtoJson.Unknown;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtoJsonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | {}",
        "{'source':{}} | {'source':{}}",
        "{'nodeName':'a','Summary':'','proxy_port':0} | {'node_name':'a'}",
        "{'verdict':2,'auth_type':'SPIRE'} | {'verdict':'DROPPED','auth_type':'SPIRE'}",
        "{'verdict':77} | {'verdict':77}",
        "{'proxy_port':'1e1'} | {'proxy_port':10}",
        "{'l7':{'latency_ns':1.50e1}} | {'l7':{'latency_ns':'15'}}",
        "{'is_reply':false} | {'is_reply':false}",
        "{'is_reply':null,'source':null,'node_labels':null} | {}",
        "{'time':'2024-05-17T10:00:00.120+02:00'} | {'time':'2024-05-17T08:00:00.120Z'}",
        "{'time':'2024-05-17T08:00:00.000001Z'} | {'time':'2024-05-17T08:00:00.000001Z'}",
        "{'Summary':'<a>&\\u2028\\u0001\\u007f \\/ é'} | {'Summary':'\\u003ca\\u003e\\u0026\\u2028\\u0001\u007f / é'}",
        "{'extensions':{}} | {'extensions':{}}",
        "{'extensions':{'ID':4,'@type':'x/flow.Endpoint'}} | {'extensions':{'@type':'x/flow.Endpoint','ID':4}}",
        "{'extensions':{'@type':'x/google.protobuf.Duration','value':'-1.5s'}} | {'extensions':{'@type':'x/google.protobuf.Duration','value':'-1.500s'}}",
        "{'extensions':{'@type':'x/google.protobuf.Struct','value':{'a':[1,null,1.5e30,1e-7,true]}}} | {'extensions':{'@type':'x/google.protobuf.Struct','value':{'a':[1,null,1.5e+30,1e-7,true]}}}",
        "{'Type':'L7','uuid':'u','l4':{'TCP':{'source_port':1}}} | {'uuid':'u','l4':{'TCP':{'source_port':1}},'Type':'L7'}",
      })
  void printsWhatItReadInOrderOfDeclaration(String json, String expected) throws Exception {
    assertThat(ProtoJson.print(read(json.replace('\'', '"'), Unknown.REFUSE)))
        .isEqualTo(expected.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'zz':1} | proto: (line 1:2): unknown field \"zz\"",
        "{'uuid':'a','uuid':'b'} | proto: (line 1:13): duplicate field \"uuid\"",
        "{'verdict':'1'} | proto: (line 1:12): invalid value for enum field verdict: \"1\"",
        "{'proxy_port':' 1'} | proto: (line 1:15): invalid value for uint32 field proxyPort: \" 1\"",
        "{'proxy_port':4294967296} | proto: (line 1:15): invalid value for uint32 field proxyPort: 4294967296",
        "{'l7':{'http':{},'dns':{}}} | proto: (line 1:18): error parsing \"dns\", oneof flow.Layer7.record is already set",
        "{'is_reply':'true'} | proto: (line 1:13): invalid value for bool field value: \"true\"",
        "{'time':'yesterday'} | proto: (line 1:9): invalid google.protobuf.Timestamp value \"yesterday\"",
        "{'source':[]} | proto: syntax error (line 1:11): unexpected token [",
        "{'source_names':[null]} | proto: (line 1:18): invalid value for string field sourceNames: null",
        "{} {} | proto: syntax error (line 1:4): unexpected token {",
        "null | proto: syntax error (line 1:1): unexpected token null",
      })
  void refusesWithPlaceAndToken(String json, String message) {
    assertThatThrownBy(() -> read(json.replace('\'', '"'), Unknown.REFUSE))
        .isInstanceOf(ProtoJsonException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"uuid\":}",
        "{\"uuid\":\"\\ud800\"}",
        "{\"uuid\":\"a\nb\"}",
        "{'uuid':1}",
        "{\"proxy_port\":01}",
        "{\"proxy_port\":NaN}",
        "{\"proxy_port\":1e999999999}",
        "{\"extensions\":{\"@type\":\"x/y.Z\"}}",
        "{\"extensions\":{\"a\":1}}",
        "\ufeff{}"
      })
  void refusesWhatIsNoMessage(String json) {
    assertThatThrownBy(() -> read(json, Unknown.IGNORE)).isInstanceOf(ProtoJsonException.class);
  }

  @Test
  void ignoresUnknownNamesOnlyWhenAsked() throws Exception {
    String json = "{\"new\":{\"a\":[1]},\"verdict\":\"MAYBE\",\"uuid\":\"u\"}";
    assertThat(read(json, Unknown.IGNORE)).isEqualTo(Flow.newBuilder().setUuid("u").build());
    assertThatThrownBy(() -> read(json, Unknown.REFUSE)).isInstanceOf(ProtoJsonException.class);
  }

  @Test
  void refusesBadUtf8() {
    byte[] latin = "{\"uuid\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> ProtoJson.merge(latin, Flow.newBuilder(), Unknown.IGNORE))
        .isInstanceOf(ProtoJsonException.class);
  }

  @Test
  void refusesDeepNestingWithoutOverflow() {
    String deep = "[".repeat(30_000);
    String any = "{\"extensions\":{\"@type\":\"x/google.protobuf.ListValue\",\"value\":" + deep;
    assertThatThrownBy(() -> read(any, Unknown.IGNORE)).isInstanceOf(ProtoJsonException.class);
    assertThatThrownBy(() -> JsonValues.split(deep)).isInstanceOf(ProtoJsonException.class);
  }

  @Test
  void refusesToPrintATimeOutOfRange() {
    var flow = Flow.newBuilder().setTime(Timestamp.newBuilder().setNanos(-1)).build();
    assertThatThrownBy(() -> ProtoJson.print(flow)).isInstanceOf(ProtoJsonException.class);
  }

  @Test
  void splitsValuesThatFollowOneAnother() throws Exception {
    assertThat(JsonValues.split(" {\"a\":[1,\"]\"]}{} 1.5e3\n\"x\\\"\"true"))
        .containsExactly("{\"a\":[1,\"]\"]}", "{}", "1.5e3", "\"x\\\"\"", "true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "notjson | invalid character 'o' in literal null (expecting 'u')",
        "{a:1} | invalid character 'a' looking for beginning of object key string",
        "{\"a\"} | invalid character '}' after object key",
        "{\"a\":1 \"b\":2} | invalid character '\"' after object key:value pair",
        "[1 2] | invalid character '2' after array element",
        "{\"a\":1. } | invalid character ' ' after decimal point in numeric literal",
        "{\"a\":\"\\x\"} | invalid character 'x' in string escape code",
        "{\"a\":1 | unexpected EOF",
      })
  void saysWhereTextStopsBeingJson(String text, String message) {
    assertThatThrownBy(() -> JsonValues.split(text)).hasMessage(message);
  }

  private static Flow read(String json, Unknown unknown) throws ProtoJsonException {
    var flow = Flow.newBuilder();
    ProtoJson.merge(json, flow, unknown);
    return flow.build();
  }
}
