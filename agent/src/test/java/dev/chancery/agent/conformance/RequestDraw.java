package dev.chancery.agent.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Draws requests; most are odd in one respect at the most, so that what they show is clear. */
final class RequestDraw {
  private static final List<Target> TAME = Vocabulary.TARGETS.subList(0, 8);
  private static final List<Map.Entry<String, String>> HOSTS =
      Vocabulary.HOSTS.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();

  private final Draw draw;

  RequestDraw(Draw draw) {
    this.draw = draw;
  }

  WireRequest request() {
    String method = draw.of(Vocabulary.METHODS);
    Target target = draw.of(draw.percent(40) ? TAME : Vocabulary.TARGETS);
    Map.Entry<String, String> host =
        draw.percent(70) ? Map.entry("Host: good", "good") : draw.of(HOSTS);
    int status = target.status();
    if (draw.percent(2)) {
      method = draw.of(Vocabulary.REFUSED_METHODS);
      status = 400;
    } else if (draw.percent(2)) {
      host = Map.entry(draw.of(Vocabulary.REFUSED_HOSTS), "");
      status = 400;
      target = TAME.get(0);
    }
    List<String> headers = new ArrayList<>();
    if (draw.percent(50)) {
      headers.addAll(draw.times(1 + draw.below(2), () -> draw.of(Vocabulary.HEADERS)));
    }
    String body = draw.percent(10) && !method.equals("HEAD") ? "abc" : "";
    if (!body.isEmpty()) {
      headers.add("Content-Length: 3");
    }
    return new WireRequest(method, target, host.getKey(), host.getValue(), headers, body, status);
  }

  /** What makes a new connection known as HTTP. */
  WireRequest opener() {
    return WireRequest.plain(draw.percent(70) ? "GET" : "POST", draw.of(TAME).raw());
  }
}
