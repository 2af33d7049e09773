package dev.chancery.flows.observe;

import dev.chancery.flows.observe.flag.Flag;
import dev.chancery.flows.observe.flag.FlagSet;
import dev.chancery.flows.observe.flag.UsageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The arguments of one run, read into fields. */
final class ObserveOptions {
  final FilterArguments filters = new FilterArguments();
  final List<String> allowList = new ArrayList<>();
  final List<String> denyList = new ArrayList<>();
  final List<String> fieldMask = new ArrayList<>();
  String output = "compact";
  String timeFormat = "";
  String color = "auto";
  String since = "";
  String until = "";
  String inputFile = "";
  Optional<String> server = Optional.empty();

  /** Unsigned; 0 stands for not given. */
  long first;

  /** Unsigned; 0 stands for not given. */
  long last;

  boolean all;
  boolean follow;
  boolean nodeNames;
  boolean policyNames;
  boolean numeric;
  boolean translate = true;
  boolean defaultMask = true;
  boolean printFilters;
  boolean silent;
  boolean debug;
  boolean help;

  private ObserveOptions() {}

  /**
   * @throws UsageException with the first argument that makes no sense
   */
  static ObserveOptions parse(List<String> arguments) throws UsageException {
    var options = new ObserveOptions();
    var flags = new ArrayList<Flag>();
    options.groups().forEach(group -> flags.addAll(group.flags()));
    new FlagSet(flags).parse(arguments);
    return options;
  }

  /** Every flag, in the groups of the help text. */
  static List<FlagGroup> allGroups() {
    return new ObserveOptions().groups();
  }

  private List<FlagGroup> groups() {
    return List.of(
        new FlagGroup("Which part of the stream", selectors()),
        new FlagGroup("Which flows", filters.flags()),
        new FlagGroup("Filters as JSON", rawFilters()),
        new FlagGroup("How to print them", formatting()),
        new FlagGroup("Other", others()));
  }

  private List<Flag> selectors() {
    return List.of(
        Flag.bool("all", "", "Every flow that the server holds", value -> all = value),
        Flag.number("first", "The N oldest flows", value -> first = value),
        Flag.number("last", "The N newest flows (default 20)", value -> last = value),
        Flag.bool("follow", "f", "Go on with new flows as they come", value -> follow = value),
        Flag.text(
            "since", "", "No flow before this time: 90s, 1h30m, or a date", value -> since = value),
        Flag.text(
            "until", "", "No flow after this time: 90s, 1h30m, or a date", value -> until = value));
  }

  private List<Flag> rawFilters() {
    return List.of(
        Flag.text("allowlist", "", "Show what this FlowFilter matches, too", allowList::add),
        Flag.text("denylist", "", "Hide what this FlowFilter matches", denyList::add));
  }

  private List<Flag> formatting() {
    return List.of(
        Flag.text(
            "output", "o", "compact, dict, json, jsonpb, tab or table", value -> output = value),
        Flag.bool("print-node-name", "", "Print the node", value -> nodeNames = value),
        Flag.bool(
            "print-policy-names", "", "Print which policies decided", value -> policyNames = value),
        Flag.text(
            "time-format",
            "",
            "StampMilli, YearMonthDay, YearMonthDayHour, YearMonthDayHourMinute, RFC3339,"
                + " RFC3339Milli, RFC3339Micro, RFC3339Nano or RFC1123Z",
            value -> timeFormat = value),
        Flag.text("color", "", "auto, always or never", value -> color = value),
        Flag.bool(
            "ip-translation",
            "",
            "Print names instead of addresses (default true)",
            value -> translate = value),
        Flag.bool("numeric", "", "Print addresses only", value -> numeric = value));
  }

  private List<Flag> others() {
    return List.of(
        Flag.text("server", "", "Address of the server", value -> server = Optional.of(value)),
        Flag.text(
            "input-file", "", "Read flows from this file, - for stdin", value -> inputFile = value),
        Flag.text(
            "field-mask",
            "",
            "With JSON output: the fields that the server sends, comma-separated",
            this::addFieldMask),
        Flag.bool(
            "use-default-field-masks",
            "",
            "Without JSON output: only ask for fields that are printed (default true)",
            value -> defaultMask = value),
        Flag.bool(
            "print-raw-filters",
            "",
            "Print the filters that the flags make, and end",
            value -> printFilters = value),
        Flag.bool("silent-errors", "s", "Print no states of nodes", value -> silent = value),
        Flag.bool("debug", "D", "Print all states of nodes", value -> debug = value),
        Flag.bool("help", "h", "Print this help", value -> help = value));
  }

  private void addFieldMask(String value) {
    if (!value.isEmpty()) {
      fieldMask.addAll(Arrays.asList(value.split(",", -1)));
    }
  }

  /** Flags under one heading. */
  record FlagGroup(String title, List<Flag> flags) {}
}
