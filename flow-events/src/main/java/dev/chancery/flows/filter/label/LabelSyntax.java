package dev.chancery.flows.filter.label;

import com.google.re2j.Pattern;
import dev.chancery.flows.golang.GoQuote;
import dev.chancery.flows.golang.GoSyntaxException;
import java.util.ArrayList;
import java.util.List;

/** What Kubernetes allows in label keys and values, with its complaints. */
final class LabelSyntax {
  private static final int MAX_NAME = 63;
  private static final int MAX_PREFIX = 253;
  private static final String NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final String VALUE = "(" + NAME + ")?";
  private static final String SUBDOMAIN =
      "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
  private static final String NAME_RULE =
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
          + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
          + " validation is '"
          + NAME
          + "')";
  private static final String SUBDOMAIN_RULE =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is '"
          + SUBDOMAIN
          + "')";
  private static final String VALUE_RULE =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
          + " 'my_value',  or '12345', regex used for validation is '"
          + VALUE
          + "')";

  private LabelSyntax() {}

  static void checkKey(String key) throws GoSyntaxException {
    List<String> problems = keyProblems(key);
    if (!problems.isEmpty()) {
      throw new GoSyntaxException(invalid("<nil>", key, String.join("; ", problems)));
    }
  }

  static void checkValues(String key, List<String> values, boolean numeric)
      throws GoSyntaxException {
    var problems = new ArrayList<String>();
    for (int i = 0; numeric && i < values.size(); i++) {
      if (!isInteger(values.get(i))) {
        problems.add(
            invalid(
                "values[" + i + "]",
                values.get(i),
                "for 'Gt', 'Lt' operators, the value must be an integer"));
      }
    }
    for (int i = 0; i < values.size(); i++) {
      List<String> ofValue = valueProblems(values.get(i));
      if (!ofValue.isEmpty()) {
        String path = "values[" + i + "][" + key + "]";
        problems.add(invalid(path, values.get(i), String.join("; ", ofValue)));
      }
    }
    if (problems.size() == 1) {
      throw new GoSyntaxException(problems.get(0));
    } else if (!problems.isEmpty()) {
      throw new GoSyntaxException("[" + String.join(", ", problems) + "]");
    }
  }

  private static List<String> keyProblems(String key) {
    String[] parts = key.split("/", -1);
    if (parts.length > 2) {
      return List.of(
          "a valid label key "
              + NAME_RULE
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
    }
    var problems = new ArrayList<String>();
    if (parts.length == 2) {
      addPrefixProblems(parts[0], problems);
    }
    String name = parts[parts.length - 1];
    if (name.isEmpty()) {
      problems.add("name part must be non-empty");
    } else if (name.length() > MAX_NAME) {
      problems.add("name part must be no more than " + MAX_NAME + " bytes");
    }
    if (!Pattern.matches(NAME, name)) {
      problems.add("name part " + NAME_RULE);
    }
    return problems;
  }

  private static void addPrefixProblems(String prefix, List<String> problems) {
    if (prefix.isEmpty()) {
      problems.add("prefix part must be non-empty");
      return;
    }
    if (prefix.length() > MAX_PREFIX) {
      problems.add("prefix part must be no more than " + MAX_PREFIX + " bytes");
    }
    if (!isSubdomain(prefix)) {
      problems.add("prefix part " + SUBDOMAIN_RULE);
    }
  }

  private static boolean isSubdomain(String text) {
    return Pattern.matches(SUBDOMAIN, text);
  }

  private static List<String> valueProblems(String value) {
    var problems = new ArrayList<String>();
    if (value.length() > MAX_NAME) {
      problems.add("must be no more than " + MAX_NAME + " bytes");
    }
    if (!Pattern.matches(VALUE, value)) {
      problems.add(VALUE_RULE);
    }
    return problems;
  }

  private static boolean isInteger(String text) {
    try {
      Long.parseLong(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String invalid(String path, String value, String reason) {
    return path + ": Invalid value: " + GoQuote.quote(value) + ": " + reason;
  }
}
