package dev.chancery.agent.offline.flows;

import com.google.common.net.InetAddresses;
import dev.chancery.agent.offline.Answer;
import dev.chancery.agent.offline.LearntNames;
import dev.chancery.agent.reconcile.NodeView;
import dev.chancery.api.flow.Flow;
import dev.chancery.policy.evaluate.NearMiss;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Puts recorded flows to the policies of a view. Nothing that a flow does not show is guessed. */
public final class FlowJudge {
  private static final String HEADER = "header ";

  private final NodeView view;
  private final EndNames names;

  private FlowJudge(NodeView view) {
    this.view = view;
    this.names = EndNames.in(view);
  }

  /** One verdict a flow, in order. */
  public static List<FlowVerdict> judge(NodeView view, List<RecordedFlow> flows) {
    var judge = new FlowJudge(LearntNames.learn(view, learnt(view, flows)));
    return flows.stream().map(judge::judge).toList();
  }

  /** The names that the flows' addresses had. */
  private static Map<String, Set<InetAddress>> learnt(NodeView view, List<RecordedFlow> flows) {
    Map<String, Set<InetAddress>> all = new TreeMap<>(view.world().names());
    for (RecordedFlow recorded : flows) {
      Flow flow = recorded.flow();
      String address = flow.getIP().getDestination();
      if (EndNames.isAddress(address)) {
        for (String name : flow.getDestinationNamesList()) {
          all.merge(
              name.toLowerCase(Locale.ROOT).replaceFirst("\\.?$", "."),
              Set.of(InetAddresses.forString(address)),
              FlowJudge::union);
        }
      }
    }
    return all;
  }

  private static Set<InetAddress> union(Set<InetAddress> a, Set<InetAddress> b) {
    Set<InetAddress> both = new HashSet<>(a);
    both.addAll(b);
    return both;
  }

  private FlowVerdict judge(RecordedFlow recorded) {
    FlowQuestion asked = FlowQuestion.of(recorded.flow(), names);
    if (asked instanceof FlowQuestion.Asked question) {
      return judge(recorded, question);
    }
    String subject = subject(recorded.flow());
    return asked instanceof FlowQuestion.Unclear unclear
        ? notJudged(recorded, subject, unclear.reason())
        : new FlowVerdict(recorded, subject, FlowVerdict.Outcome.REPLY, "", Optional.empty());
  }

  private FlowVerdict judge(RecordedFlow recorded, FlowQuestion.Asked asked) {
    String subject = asked.question().text();
    Answer answer;
    try {
      answer = Answer.ofForwarded(view, asked.question());
    } catch (IllegalArgumentException e) {
      return notJudged(recorded, subject, String.valueOf(e.getMessage()));
    }
    if (answer.explanations().isEmpty()) {
      return notJudged(recorded, subject, "the end that it was seen at is no pod of the manifests");
    }
    Optional<String> hidden = hidden(recorded.flow(), answer);
    if (hidden.isPresent()) {
      return notJudged(recorded, subject, hidden.get());
    }
    boolean same = answer.allowed() == asked.allowed();
    boolean noQuery = asked.question().http().filter(h -> h.path().indexOf('?') < 0).isPresent();
    return new FlowVerdict(
        recorded,
        subject,
        same ? FlowVerdict.Outcome.SAME : FlowVerdict.Outcome.DIFFERS,
        !same && noQuery ? "a query may have been redacted" : "",
        Optional.of(same ? answer.withoutSuggestions() : answer));
  }

  /**
   * What a denial depends on and is not known: the value of a secret, or a header that the flow
   * does not show. It is missing in the question, so that what is allowed is allowed with any value
   * of it.
   */
  private static Optional<String> hidden(Flow flow, Answer answer) {
    return answer.explanations().values().stream()
        .filter(e -> e.decision().decidedBy().isEmpty())
        .flatMap(e -> e.nearest().stream())
        .filter(miss -> miss.predicate().startsWith(HEADER))
        .flatMap(miss -> hidden(flow, miss).stream())
        .findFirst();
  }

  private static Optional<String> hidden(Flow flow, NearMiss ofHeader) {
    String name = ofHeader.predicate().substring(HEADER.length());
    if (!shows(flow, name)) {
      return Optional.of("depends on header " + name + ", which the flow does not show");
    }
    return ofHeader.expected().equals(NearMiss.SECRET)
        ? Optional.of("header " + name + " is compared with " + NearMiss.SECRET)
        : Optional.empty();
  }

  private static boolean shows(Flow flow, String header) {
    return flow.getL7().getHttp().getHeadersList().stream()
        .filter(h -> h.getKey().equalsIgnoreCase(header))
        .anyMatch(h -> !FlowQuestion.isRedacted(h.getValue()));
  }

  private static FlowVerdict notJudged(RecordedFlow recorded, String subject, String reason) {
    return new FlowVerdict(
        recorded, subject, FlowVerdict.Outcome.NOT_JUDGED, reason, Optional.empty());
  }

  private static String subject(Flow flow) {
    EndNames recorded = EndNames.asRecorded();
    return recorded
            .of(flow.getSource(), flow.getIP().getSource(), flow.getSourceNamesList())
            .orElse("?")
        + " -> "
        + recorded
            .of(
                flow.getDestination(),
                flow.getIP().getDestination(),
                flow.getDestinationNamesList())
            .orElse("?");
  }
}
