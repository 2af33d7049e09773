package dev.chancery.flows.observe;

import dev.chancery.api.flow.FlowFilter;
import dev.chancery.api.observer.GetFlowsRequest;
import dev.chancery.flows.json.ProtoJson;
import dev.chancery.flows.json.ProtoJsonException;
import java.util.List;

/** The filters of a request as YAML: lists of JSON texts, fit for a configuration file. */
final class FilterYaml {
  private FilterYaml() {}

  static String print(GetFlowsRequest request) throws FlowSourceException {
    String yaml = list("allowlist", request.getWhitelistList());
    yaml += list("denylist", request.getBlacklistList());
    return yaml.isEmpty() ? "{}\n" : yaml;
  }

  private static String list(String name, List<FlowFilter> filters) throws FlowSourceException {
    if (filters.isEmpty()) {
      return "";
    }
    var out = new StringBuilder(name).append(":\n");
    for (FlowFilter filter : filters) {
      try {
        out.append("    - ").append(scalar(ProtoJson.print(filter))).append('\n');
      } catch (ProtoJsonException e) {
        throw new FlowSourceException(e.text());
      }
    }
    return out.toString();
  }

  /** In single quotes, or in double quotes where a character must be escaped. */
  private static String scalar(String json) {
    if (json.codePoints().allMatch(FilterYaml::isPrintable)) {
      return "'" + json.replace("'", "''") + "'";
    }
    var out = new StringBuilder("\"");
    json.codePoints()
        .forEach(
            rune -> {
              if (rune == '"' || rune == '\\') {
                out.append('\\').appendCodePoint(rune);
              } else if (isPrintable(rune)) {
                out.appendCodePoint(rune);
              } else if (rune == 0x85) {
                out.append("\\N");
              } else {
                String format = rune < 0x100 ? "\\x%02X" : rune < 0x10000 ? "\\u%04X" : "\\U%08X";
                out.append(String.format(format, rune));
              }
            });
    return out.append('"').toString();
  }

  private static boolean isPrintable(int rune) {
    boolean ascii = rune >= ' ' && rune < 0x7f;
    boolean beyond = rune >= 0xa0 && rune < 0xfffe && rune != 0xfeff;
    return ascii || (beyond && Character.getType(rune) != Character.SURROGATE);
  }
}
