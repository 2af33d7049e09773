package dev.chancery.agent.demo;

import java.util.ArrayList;
import java.util.List;

/** How flows of the story read. */
record Wording(int port, String host) {
  Wording(int port) {
    this(port, Ship.HOST);
  }

  Wording withHost(String shown) {
    return new Wording(port, shown);
  }

  /** A connection that a rule without L7 rules, or the L4 part of one with them, lets in. */
  String admitted(String rule) {
    return "ingress default/tiefighter <> default/deathstar:"
        + port
        + " policy-verdict:L3-L4 INGRESS ALLOWED (TCP Flags: SYN) by "
        + rule;
  }

  private String admittedOut(String rule) {
    return admitted(rule).replace("ingress default", "egress default").replace("INGRESS", "EGRESS");
  }

  String refused(String ship) {
    return "ingress default/"
        + ship
        + " <> default/deathstar:"
        + port
        + " Policy denied DROPPED (TCP Flags: SYN)";
  }

  private String request(String direction, String verdict, String method, String path, String by) {
    return direction
        + " default/tiefighter -> default/deathstar:"
        + port
        + " http-request "
        + verdict
        + " (HTTP/1.1 "
        + method
        + " http://"
        + host
        + path
        + ") by "
        + by;
  }

  private String response(String direction, int status, String method, String path) {
    return direction
        + " default/tiefighter <- default/deathstar:"
        + port
        + " http-response FORWARDED (HTTP/1.1 "
        + status
        + " ("
        + method
        + " http://"
        + host
        + path
        + "))";
  }

  Expected allowed(
      String direction, String method, String path, String answer, String rule, String entry) {
    return Expected.of(
        answer,
        request(direction, "FORWARDED", method, path, rule),
        response(direction, 200, method, path),
        admitted(entry));
  }

  Expected denied(String method, String path, String entry) {
    return Expected.of(
        "403 \"Access denied\\r\\n\"",
        request("ingress", "DROPPED", method, path, entry),
        response("ingress", 403, method, path),
        admitted(entry));
  }

  /** So many requests over one connection, all alike. */
  List<String> conversation(int requests) {
    List<String> flows = new ArrayList<>();
    flows.add(admitted("a rule"));
    for (int i = 0; i < requests; i++) {
      flows.add(request("ingress", "FORWARDED", "GET", "/", "a rule"));
      flows.add(response("ingress", 200, "GET", "/"));
    }
    return flows;
  }

  private static final String VISIBILITY = "l7-visibility spec.egress[1].toPorts[0]";

  private List<String> clientSide(int status, String method, String path) {
    return List.of(
        request("egress", "FORWARDED", method, path, VISIBILITY + ".rules.http[0]"),
        response("egress", status, method, path),
        admittedOut(VISIBILITY));
  }

  Expected allowedOnBothSides(String method, String path, String answer, String rule) {
    return with(
        allowed("ingress", method, path, answer, rule, rule.replaceFirst("\\.rules.*", "")),
        clientSide(200, method, path));
  }

  Expected deniedBehindVisibility(String method, String path, String entry) {
    return with(denied(method, path, entry), clientSide(403, method, path));
  }

  private static Expected with(Expected expected, List<String> more) {
    var flows = new ArrayList<>(expected.flows());
    flows.addAll(more);
    return new Expected(expected.answer(), flows);
  }
}
