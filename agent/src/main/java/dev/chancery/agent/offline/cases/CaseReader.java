package dev.chancery.agent.offline.cases;

import dev.chancery.agent.offline.PortText;
import dev.chancery.agent.offline.Question;
import dev.chancery.agent.offline.WrittenRequest;
import dev.chancery.agent.source.Fields;
import dev.chancery.policy.Direction;
import dev.chancery.policy.Location;
import dev.chancery.policy.Problem;
import dev.chancery.policy.evaluate.Request;
import dev.chancery.policy.parse.ManifestDocument;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads files of cases. Any text gives a result; what is wrong is in it as problems. */
public final class CaseReader {
  private final Set<Problem> problems = new LinkedHashSet<>();

  private CaseReader() {}

  /**
   * Reads one file.
   *
   * @param file as problems and relative manifests name it
   */
  public static CaseFile read(String file, String text) {
    return new CaseReader().document(file, text);
  }

  private CaseFile document(String file, String text) {
    List<ManifestDocument> documents = ManifestDocument.split(file, text);
    if (documents.size() != 1) {
      return failed(file, documents.size() + " documents (expected: one, with cases)");
    }
    Optional<Fields> root = Fields.read(documents.get(0), problems);
    if (root.isEmpty()) {
      return new CaseFile(file, List.of(), List.of(), List.copyOf(problems));
    }
    root.get().allowOnly("manifests", "cases");
    List<String> manifests = root.get().texts("manifests");
    List<Case> cases = new ArrayList<>();
    List<Fields> written = root.get().list("cases");
    for (int i = 0; i < written.size(); i++) {
      one(written.get(i), "cases[" + i + "]").ifPresent(cases::add);
    }
    if (written.isEmpty()) {
      root.get().report("cases", "no case (expected: at least one)");
    }
    return new CaseFile(file, manifests, cases, List.copyOf(problems));
  }

  private static CaseFile failed(String file, String message) {
    var problem = Problem.error("invalid", "", new Location(file, 1), message);
    return new CaseFile(file, List.of(), List.of(), List.of(problem));
  }

  /** Empty where something is missing or wrong, which is then among the problems. */
  private Optional<Case> one(Fields fields, String path) {
    fields.allowOnly(
        "name",
        "from",
        "to",
        "port",
        "method",
        "path",
        "host",
        "headers",
        "dns",
        "expect",
        "by",
        "direction");
    int before = problems.size();
    String from = required(fields, "from");
    String to = required(fields, "to");
    Optional<String> dns = fields.text("dns");
    Optional<PortText> port = port(fields, dns.isPresent());
    Optional<Request.Http> http = http(fields, dns.isPresent());
    Optional<Case.Expectation> expect = expect(fields);
    Optional<Direction> direction = direction(fields);
    Optional<String> by = fields.text("by");
    Optional<String> name =
        fields.text("name").map(n -> n.replaceAll("[\\p{Cntrl}\u0080-\u009f]", "?"));
    if (problems.size() > before || port.isEmpty() || expect.isEmpty()) {
      return Optional.empty();
    }
    var question =
        new Question(from, to, port.get().protocol(), port.get().number(), http, dns, direction);
    return Optional.of(
        new Case(
            name.orElseGet(question::text), fields.location(), path, question, expect.get(), by));
  }

  private static String required(Fields fields, String name) {
    Optional<String> text = fields.text(name).filter(t -> !t.isBlank());
    if (text.isEmpty()) {
      fields.report(name, "missing (expected: [namespace/]pod, an address, or world and the like)");
    }
    return text.orElse("");
  }

  private static Optional<PortText> port(Fields fields, boolean isQuery) {
    Optional<String> text = fields.textOrNumber("port");
    if (text.isEmpty() && !isQuery) {
      fields.report("port", "missing (expected: 80, 80/TCP, 53/UDP, 8/ICMP)");
      return Optional.empty();
    }
    try {
      return Optional.of(PortText.parse(text.orElse(PortText.OF_DNS)));
    } catch (IllegalArgumentException e) {
      fields.report("port", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static Optional<Request.Http> http(Fields fields, boolean isQuery) {
    List<String> parts =
        List.of("path", "method", "host", "headers").stream().filter(fields::has).toList();
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    if (isQuery) {
      fields.report(parts.get(0), "beside dns (expected: an HTTP request or a DNS query)");
      return Optional.empty();
    }
    Optional<String> path = fields.textOrNumber("path");
    if (path.isEmpty()) {
      fields.report("path", "missing beside " + parts.get(0) + " (expected: the request's path)");
      return Optional.empty();
    }
    return Optional.of(
        WrittenRequest.of(
            fields.text("method").orElse("GET"),
            path.get(),
            fields.text("host").orElse(""),
            fields.values("headers")));
  }

  private static Optional<Case.Expectation> expect(Fields fields) {
    String text = fields.text("expect").orElse("");
    for (Case.Expectation expectation : Case.Expectation.values()) {
      if (expectation.text().equals(text)) {
        return Optional.of(expectation);
      }
    }
    fields.report("expect", (text.isEmpty() ? "missing" : text) + " (expected: allow or deny)");
    return Optional.empty();
  }

  private static Optional<Direction> direction(Fields fields) {
    Optional<String> text = fields.text("direction");
    for (Direction direction : Direction.values()) {
      if (text.isPresent() && direction.text().equals(text.get())) {
        return Optional.of(direction);
      }
    }
    text.ifPresent(t -> fields.report("direction", t + " (expected: ingress or egress)"));
    return Optional.empty();
  }
}
