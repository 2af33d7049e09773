package dev.chancery.agent.demo;

import dev.chancery.agent.reconcile.ObjectStatus;
import dev.chancery.api.flow.Flow;
import dev.chancery.policy.Problem;
import dev.chancery.redaction.RedactionOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The tutorial's story in eight steps; see {@code examples/star-wars/README.md}. */
final class Story {
  private static final String LANDING = "/v1/request-landing";
  private static final String EXHAUST = "/v1/exhaust-port";
  private static final Map<String, String> PLAIN = Map.of();
  private static final String LANDED = "200 \"Ship landed\\n\"";
  private static final String CLOSED = "connection closed";
  private static final String POLICY = "CiliumNetworkPolicy";
  private static final String HTTP = "rule1 spec.ingress[0].toPorts[0].rules.http[0]";

  private final Stage stage;
  private final Ship tiefighter;
  private final Ship xwing;
  private final Wording wording;
  private final DeathStar deathStar;

  Story(Stage stage, Ship tiefighter, Ship xwing, DeathStar deathStar) {
    this.stage = stage;
    this.tiefighter = tiefighter;
    this.xwing = xwing;
    this.deathStar = deathStar;
    this.wording = new Wording(tiefighter.deathstar().getPort());
  }

  void play() throws IOException, InterruptedException, Mismatch {
    noPolicy();
    l3l4();
    l7();
    visibility();
    headers();
    redaction();
    liveEdit();
    brokenEdit();
  }

  private void noPolicy() throws InterruptedException, Mismatch {
    stage.title("1. No policy: every ship may land, and nothing is watched");
    stage.shot(xwing, "POST", LANDING, PLAIN, Expected.of(LANDED));
    stage.shot(tiefighter, "POST", LANDING, PLAIN, Expected.of(LANDED));
  }

  private void l3l4() throws IOException, InterruptedException, Mismatch {
    stage.title("2. rule1 at L3/L4: only ships of the empire");
    stage.apply("rule1-l3-l4.yaml", "rule1.yaml");
    stage.shot(
        tiefighter,
        "POST",
        LANDING,
        PLAIN,
        Expected.of(LANDED, wording.admitted("rule1 spec.ingress[0].toPorts[0]")));
    long before = deathStar.requests();
    stage.shot(xwing, "POST", LANDING, PLAIN, Expected.of(CLOSED, wording.refused("xwing")));
    nothingReached(before);
  }

  private void l7() throws IOException, InterruptedException, Mismatch {
    stage.title("3. rule1 at L7: they may land, and nothing else");
    stage.apply("rule1-l7.yaml", "rule1.yaml");
    stage.shot(
        tiefighter,
        "POST",
        LANDING,
        PLAIN,
        wording.allowed(
            "ingress", "POST", LANDING, LANDED, HTTP, "rule1 spec.ingress[0].toPorts[0]"));
    long before = deathStar.requests();
    stage.shot(
        tiefighter,
        "PUT",
        EXHAUST,
        PLAIN,
        wording.denied("PUT", EXHAUST, "rule1 spec.ingress[0].toPorts[0]"));
    nothingReached(before);
  }

  private void visibility() throws IOException, InterruptedException, Mismatch {
    stage.title("4. l7-visibility: nothing changes, but the clients' side is seen too");
    stage.apply("l7-visibility.yaml", "l7-visibility.yaml");
    ObjectStatus status = stage.status(POLICY, "l7-visibility");
    status.problems().forEach(p -> stage.say("  " + p.message()));
    if (status.problems().stream().noneMatch(p -> p.code().equals("dns-not-enforced"))) {
      throw new Mismatch("l7-visibility", "DNS rules not enforced yet", status.problems());
    }
    stage.shot(
        tiefighter,
        "POST",
        LANDING,
        PLAIN,
        wording.allowedOnBothSides("POST", LANDING, LANDED, HTTP));
    stage.shot(
        tiefighter,
        "PUT",
        EXHAUST,
        PLAIN,
        wording.deniedBehindVisibility("PUT", EXHAUST, "rule1 spec.ingress[0].toPorts[0]"));
    stage.delete("l7-visibility.yaml");
  }

  private void headers() throws IOException, InterruptedException, Mismatch {
    stage.title("5. Paths and headers: a value is compared exactly, unless the policy says regex");
    stage.delete("rule1.yaml");
    stage.apply("public-api.yaml", "public-api.yaml");
    String first = "public-api spec.ingress[0].toPorts[0]";
    String open = first + ".rules.http[0]";
    String token = first + ".rules.http[1]";
    ask("/public/plans", PLAIN, open, first);
    ask("/private/plans", PLAIN, "", first);
    ask("/private/plans", Map.of("X-Token", "42"), "", first);
    ask("/private/plans", Map.of("X-Token", "[0-9]+"), token, first);
    stage.apply("public-api-regex.yaml", "public-api.yaml");
    ask("/private/plans", PLAIN, "", first);
    ask("/private/plans", Map.of("X-Token", "42"), token, first);
    ask("/private/plans", Map.of("X-Token", "none"), "", first);
    stage.delete("public-api.yaml");
  }

  /**
   * @param rule the rule that has to allow it; empty where it has to be denied
   */
  private void ask(String path, Map<String, String> headers, String rule, String entry)
      throws InterruptedException, Mismatch {
    String answer = "200 \"You asked for " + path + "\\n\"";
    stage.shot(
        tiefighter,
        "GET",
        path,
        headers,
        rule.isEmpty()
            ? wording.denied("GET", path, entry)
            : wording.allowed("ingress", "GET", path, answer, rule, entry));
  }

  private void redaction() throws IOException, InterruptedException, Mismatch {
    stage.title("6. Redaction: queries, passwords and header values stay with their owners");
    stage.apply("rule1-l7.yaml", "rule1.yaml");
    stage.say("$ chancery run --hubble-redact-enabled --hubble-redact-http-urlquery");
    stage.restart(
        stage
            .options()
            .withRedaction(new RedactionOptions(true, true, true, List.of(), List.of())));
    String secret = UUID.randomUUID().toString();
    Secrets secrets = new Secrets(secret);
    String entry = "rule1 spec.ingress[0].toPorts[0]";
    List<Flow> flows = new ArrayList<>();
    flows.addAll(
        hidden(
            secret,
            LANDING + "?token=" + secret + "&user=1",
            PLAIN,
            wording.denied("POST", LANDING, entry)));
    String withPassword = "luke:" + secret + "@" + Ship.HOST;
    flows.addAll(
        hidden(
            secret,
            LANDING,
            Map.of("Host", withPassword),
            wording
                .withHost("luke:HUBBLE_REDACTED@" + Ship.HOST)
                .allowed("ingress", "POST", LANDING, LANDED, HTTP, entry)));
    flows.addAll(
        hidden(
            secret,
            LANDING,
            Map.of("Authorization", "Bearer " + secret),
            wording.allowed("ingress", "POST", LANDING, LANDED, HTTP, entry)));
    secrets.checkFlows(flows);
    secrets.checkFiles(stage.options().runDir());
    secrets.check("output of the demo", stage.shown());
    stage.say("");
    stage.say("  the secret is in none of " + flows.size() + " flows, in no file and no line");
  }

  private List<Flow> hidden(
      String secret, String target, Map<String, String> headers, Expected expected)
      throws InterruptedException, Mismatch {
    String command = tiefighter.command("POST", target, headers).replace(secret, "$SECRET");
    return stage.shot(tiefighter, "POST", target, headers, expected, command);
  }

  private void liveEdit() throws IOException, InterruptedException, Mismatch {
    stage.title("7. Live edit: ten versions of a policy under one keep-alive connection");
    int versions = 10;
    ExecutorService thread = Executors.newSingleThreadExecutor();
    LiveEdit.Tally tally;
    try {
      LiveEdit edit = new LiveEdit(tiefighter);
      Future<LiveEdit.Tally> running = thread.submit(edit);
      for (int i = 1; i <= versions; i++) {
        edit.nextVersion();
        stage.write("rule1.yaml", version(i % 2 == 1));
      }
      edit.end();
      tally = running.get(30, TimeUnit.SECONDS);
      stage.say(
          "  %d requests, %d versions, one connection: none lost; reports allowed %d, denied %d"
              .formatted(
                  tally.requests(), versions, tally.reportsAllowed(), tally.reportsDenied()));
      if (tally.reportsAllowed() == 0 || tally.reportsDenied() == 0) {
        throw new Mismatch("live edit", "both versions seen", tally);
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Mismatch mismatch) {
        throw mismatch;
      }
      throw new Mismatch("live edit", "an answer to each request", e);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new Mismatch("live edit", "an end", e);
    } finally {
      thread.shutdownNow();
    }
    stage.forgetFlows(wording.conversation(tally.requests()));
  }

  private String version(boolean withReports) throws IOException {
    String text = Examples.text("rule1-l7.yaml", tiefighter.deathstar().getPort());
    return withReports
        ? text + "        - method: \"GET\"\n          path: \"" + LiveEdit.SOMETIMES + "\"\n"
        : text;
  }

  private void brokenEdit() throws IOException, InterruptedException, Mismatch {
    stage.title("8. A broken edit: every problem is told, and the last good version stays");
    stage.apply("broken.yaml", "rule1.yaml");
    ObjectStatus status = stage.status(POLICY, "rule1");
    for (Problem problem : status.problems()) {
      stage.say("  " + problem.path() + "  " + problem.location());
      stage.say("    " + problem.message());
    }
    if (status.state() != ObjectStatus.State.LAST_GOOD || status.problems().size() < 4) {
      throw new Mismatch("broken.yaml", "refused with four problems", status);
    }
    stage.shot(
        tiefighter,
        "POST",
        LANDING,
        PLAIN,
        wording.allowed(
            "ingress", "POST", LANDING, LANDED, HTTP, "rule1 spec.ingress[0].toPorts[0]"));
    stage.shot(
        tiefighter,
        "PUT",
        EXHAUST,
        PLAIN,
        wording.denied("PUT", EXHAUST, "rule1 spec.ingress[0].toPorts[0]"));
    stage.say("");
    stage.say("What is legal but empty selects nobody:");
    stage.apply("nobody.yaml", "rule1.yaml");
    long before = deathStar.requests();
    stage.shot(
        tiefighter, "POST", LANDING, PLAIN, Expected.of(CLOSED, wording.refused("tiefighter")));
    nothingReached(before);
  }

  /** Denied means: no byte of the request reaches a server. */
  private void nothingReached(long before) throws Mismatch {
    long after = deathStar.requests();
    if (after != before) {
      throw new Mismatch("requests that reached the server", before, after);
    }
  }
}
