package dev.chancery.flows.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chancery.api.flow.Flow;
import dev.chancery.api.flow.FlowFilter;
import dev.chancery.flows.json.ProtoJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowFiltersTest {
  private static final String REQUEST =
      """
      {"uuid":"u1","verdict":"DROPPED","drop_reason_desc":"POLICY_DENIED",
       "IP":{"source":"10.0.0.1","destination":"2001:db8::8","source_xlated":"192.0.2.1",
             "ipVersion":"IPv4","encrypted":true},
       "l4":{"TCP":{"source_port":4000,"destination_port":80,"flags":{"SYN":true,"ACK":true}}},
       "source":{"identity":7,"cluster_name":"alpha","namespace":"shop","pod_name":"web-0",
                 "labels":["k8s:app=web","reserved:world","cidr:10.1.0.0/16"],
                 "workloads":[{"name":"web","kind":"Deployment"}]},
       "destination_service":{"name":"dns","namespace":"kube-system"},
       "node_name":"alpha/node-1","node_labels":["zone=z1"],
       "source_names":["api.example.test"],"destination_names":["under_score.test"],
       "event_type":{"type":129},"is_reply":false,"traffic_direction":"INGRESS",
       "interface":{"index":3,"name":"eth0"},"ip_trace_id":{"trace_id":"9"},
       "trace_context":{"parent":{"trace_id":"abc"}},
       "l7":{"http":{"code":404,"method":"GET","url":"http://h/a%20b?q=1",
                     "headers":[{"key":"X-Id","value":"1"}]}}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'uuid':['u1']} | true",
        "{'uuid':['u']} | false",
        "{'verdict':['DROPPED'],'drop_reason_desc':['POLICY_DENIED']} | true",
        "{'drop_reason_desc':['INVALID_SOURCE_MAC']} | false",
        "{'event_type':[{'type':129}]} | true",
        "{'event_type':[{'match_sub_type':true,'sub_type':1}]} | false",
        "{'reply':[false]} | true",
        "{'reply':[true]} | false",
        "{'encrypted':[true]} | true",
        "{'source_identity':[7]} | true",
        "{'destination_identity':[0]} | false",
        "{'protocol':['HTTP']} | true",
        "{'protocol':['tcp']} | true",
        "{'protocol':['udp','dns']} | false",
        "{'source_ip':['10.0.0.0/24']} | true",
        "{'source_ip':['10.0.1.0/24']} | false",
        "{'destination_ip':['2001:0db8::8']} | false",
        "{'destination_ip':['2001:db8::/32']} | true",
        "{'source_ip_xlated':['192.0.2.1']} | true",
        "{'ip_version':['IPv6']} | false",
        "{'source_pod':['shop/we']} | true",
        "{'source_pod':['web']} | false",
        "{'source_pod':['/web-0']} | true",
        "{'destination_pod':['/']} | false",
        "{'destination_service':['kube-system/']} | true",
        "{'source_workload':[{'name':'web'}]} | true",
        "{'source_workload':[{'name':'web','kind':'Job'}]} | false",
        "{'source_fqdn':['*.Example.test.']} | true",
        "{'destination_fqdn':['under*']} | false",
        "{'source_label':['app in (api, web),!tier']} | true",
        "{'source_label':['any:app!=web']} | false",
        "{'source_label':['reserved:world']} | true",
        "{'source_label':['k8s:world']} | false",
        "{'source_label':['cidr:10.0.0.0/8']} | true",
        "{'source_label':['cidr:10.1.2.0/24']} | false",
        "{'destination_label':['!app']} | true",
        "{'node_labels':['zone=z1']} | true",
        "{'source_port':['4000']} | true",
        "{'destination_port':['81','80']} | true",
        "{'http_status_code':['4+']} | true",
        "{'http_status_code':['40+','200']} | true",
        "{'http_status_code':['405']} | false",
        "{'http_method':['get']} | true",
        "{'http_path':['^/a b$']} | true",
        "{'http_url':['a%20b']} | true",
        "{'http_header':[{'key':'X-Id','value':'1'}]} | true",
        "{'http_header':[{'key':'x-id','value':'1'}]} | false",
        "{'tcp_flags':[{'SYN':true}]} | true",
        "{'tcp_flags':[{'SYN':true,'RST':true}]} | false",
        "{'node_name':['node-1']} | true",
        "{'node_name':['alpha/']} | true",
        "{'node_name':['beta/*']} | false",
        "{'source_cluster_name':['alpha']} | true",
        "{'source_cluster_name':['al*']} | false",
        "{'trace_id':['abc']} | true",
        "{'ip_trace_id':['9']} | true",
        "{'traffic_direction':['EGRESS']} | false",
        "{'interface':[{'name':'eth0'}]} | true",
        "{'interface':[{'index':4,'name':'eth0'}]} | false",
        "{'uuid':['u1'],'verdict':['FORWARDED']} | false",
        "{} | true",
      })
  void matchesTheFieldsOfAFlow(String filter, boolean expected) throws Exception {
    assertThat(FlowFilters.compile(List.of(filter(filter)), List.of()).matches(flow(REQUEST)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'source_pod':['']} | invalid filter, name must not be empty",
        "{'source_service':['']} | invalid source service filter: invalid filter, name must not be empty",
        "{'protocol':['gre']} | invalid protocol filter: unknown protocol: \"gre\"",
        "{'source_port':['x']} | invalid source port filter: invalid port \"x\": strconv.ParseUint: parsing \"x\": invalid syntax",
        "{'source_fqdn':['a b']} | ' ': invalid rune in pattern",
        "{'node_name':['a/b/c']} | too many slashes in pattern",
        "{'http_status_code':['6+']} | invalid http status code filter: invalid status code prefix: \"6+\"",
        "{'http_method':['GET'],'event_type':[{'type':4}]} | filtering by http method requires the event type filter to only match 'l7' events",
        "{'source_label':['a in (b']} | invalid source label filter: unable to parse requirement: found '', expected: ',' or ')'",
        "{'experimental':{'cel_expression':['true']}} | CEL expressions are not supported",
        "{'http_url':['((a{100}){100}){100}']} | invalid http url filter: ((a{100}){100}){100}: error parsing regexp: invalid repeat count: `{100}`",
      })
  void refusesWithHubblesText(String filter, String message) throws Exception {
    FlowFilter parsed = filter(filter);
    assertThatThrownBy(() -> FlowFilters.compile(List.of(parsed), List.of()))
        .isInstanceOf(InvalidFilterException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> FlowFilters.compile(List.of(), List.of(parsed)))
        .isInstanceOf(InvalidFilterException.class)
        .hasMessage(message);
  }

  @Test
  void allowsOneOfManyAndDeniesEachOfMany() throws Exception {
    var allowed = List.of(filter("{'uuid':['other']}"), filter("{'uuid':['u1']}"));
    assertThat(FlowFilters.compile(allowed, List.of()).matches(flow(REQUEST))).isTrue();
    assertThat(FlowFilters.compile(allowed, allowed).matches(flow(REQUEST))).isFalse();
    assertThat(FlowFilters.compile(List.of(), List.of()).matches(flow(REQUEST))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | true",
        "{'uuid':['']} | false",
        "{'verdict':['VERDICT_UNKNOWN']} | false",
        "{'ip_version':['IP_NOT_USED']} | false",
        "{'trace_id':['']} | true",
        "{'encrypted':[false]} | true",
        "{'source_label':['!app']} | true",
        "{'source_identity':[0]} | false",
      })
  void treatsAnEntryWithoutFlowAsHubbleDoes(String filter, boolean expected) throws Exception {
    assertThat(FlowFilters.compile(List.of(filter(filter)), List.of()).matchesWithoutFlow())
        .isEqualTo(expected);
  }

  @Test
  void unknownDirectionIsNoReplyOnlyWhereDropped() throws Exception {
    var match = FlowFilters.compile(List.of(filter("{'reply':[false]}")), List.of());
    assertThat(match.matches(flow("{\"verdict\":\"DROPPED\"}"))).isTrue();
    assertThat(match.matches(flow("{\"verdict\":\"FORWARDED\"}"))).isFalse();
  }

  private static FlowFilter filter(String json) throws Exception {
    var filter = FlowFilter.newBuilder();
    ProtoJson.merge(json.replace('\'', '"'), filter, ProtoJson.Unknown.REFUSE);
    return filter.build();
  }

  private static Flow flow(String json) throws Exception {
    var flow = Flow.newBuilder();
    ProtoJson.merge(json, flow, ProtoJson.Unknown.REFUSE);
    return flow.build();
  }
}
