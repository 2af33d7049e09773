package dev.chancery.agent.offline;

import dev.chancery.agent.offline.Validation.Shown;
import dev.chancery.policy.Location;
import dev.chancery.policy.Problem;
import java.util.List;

/**
 * Problems as workflow commands of GitHub Actions: {@code ::error file=F,line=N,title=T::message},
 * one a line. Whatever could end a part of the command is escaped.
 */
public final class WorkflowCommands {
  private WorkflowCommands() {}

  public static String of(List<Shown> problems) {
    var text = new StringBuilder();
    for (Shown shown : problems) {
      Problem problem = shown.problem();
      text.append(problem.isError() ? "::error " : "::warning ")
          .append(place(problem.location()))
          .append("title=")
          .append(property(title(shown)))
          .append("::")
          .append(data(problem.path().isEmpty() ? "" : problem.path() + ": "))
          .append(data(problem.message()))
          .append('\n');
    }
    return text.toString();
  }

  private static String place(Location location) {
    if (location.file().isEmpty()) {
      return "";
    }
    return "file="
        + property(location.file())
        + ","
        + (location.line() == 0 ? "" : "line=" + location.line() + ",");
  }

  private static String title(Shown shown) {
    return shown.problem().code() + (shown.object().isEmpty() ? "" : ": " + shown.object());
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
