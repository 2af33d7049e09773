package dev.chancery.flows.observe;

import dev.chancery.flows.observe.flag.Flag;

/** What {@code observe --help} prints. */
final class HelpText {
  private static final int COLUMN = 32;
  private static final String INTRODUCTION =
      """
      Shows what the data plane did: HTTP requests and responses, DNS questions and answers,
      dropped connections.

      A flow is shown if it matches every filter flag that is given; a flag that is given several
      times matches if one of its values does. --not turns the next filter flag into one of flows
      to hide.

      Usage:
        observe [flags]

      Examples:
        observe --follow --verdict DROPPED
        observe --to-pod default/deathstar --http-method POST --http-path '^/v1/'
        observe --last 1000 -o jsonpb > flows.json
        observe --input-file flows.json --not --protocol dns
      """;

  private HelpText() {}

  static String text() {
    var out = new StringBuilder(INTRODUCTION);
    for (ObserveOptions.FlagGroup group : ObserveOptions.allGroups()) {
      out.append('\n').append(group.title()).append(":\n");
      group.flags().forEach(flag -> out.append(line(flag)));
    }
    return out.toString();
  }

  private static String line(Flag flag) {
    String shorthand = flag.shorthand().isEmpty() ? "    " : "-" + flag.shorthand() + ", ";
    String value = flag.implied().isPresent() ? "" : " " + flag.valueName();
    String left = "  " + shorthand + "--" + flag.name() + value;
    return left + " ".repeat(Math.max(1, COLUMN - left.length())) + flag.help() + "\n";
  }
}
