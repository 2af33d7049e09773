package dev.chancery.agent.source;

import dev.chancery.policy.Location;
import dev.chancery.policy.Problem;
import dev.chancery.policy.parse.ManifestDocument;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;

/**
 * Parses one document into its node tree, within limits: 64 levels, 50 aliases of collections, 1 Mi
 * characters a line. The tree keeps the line of every node; nothing is constructed from it but what
 * {@link Fields} reads.
 */
final class YamlText {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_ALIASES = 50;

  /** The parser takes time that grows with the square of the length of one value of a line. */
  private static final int MAX_LINE = 1 << 20;

  private static final Pattern SECRET = Pattern.compile("(?i)\\bsecrets?\\b|\\b(string)?data\\b");

  private YamlText() {}

  /** Either a mapping or the problem that kept it from being one. */
  record Outcome(Optional<MappingNode> root, List<Problem> problems) {}

  static Outcome parse(ManifestDocument document) {
    int number = document.firstLine();
    for (String line : (Iterable<String>) document.text().lines()::iterator) {
      if (line.length() > MAX_LINE) {
        return failed(
            document,
            number,
            "line of %d characters (expected: at most %d)".formatted(line.length(), MAX_LINE));
      }
      number++;
    }
    return compose(document);
  }

  private static Outcome compose(ManifestDocument document) {
    try {
      var root = new Yaml(options()).compose(new StringReader(document.text()));
      return root instanceof MappingNode mapping
          ? new Outcome(Optional.of(mapping), List.of())
          : failed(document, document.firstLine(), "not an object (expected: a Kubernetes object)");
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      var line = document.firstLine() + (mark == null ? 0 : mark.getLine());
      return failed(document, line, message(document, e.getProblem()));
    } catch (YAMLException e) {
      return failed(document, document.firstLine(), message(document, e.getMessage()));
    } catch (StackOverflowError e) {
      return failed(document, document.firstLine(), "too deep (expected: at most 64 levels)");
    }
  }

  private static LoaderOptions options() {
    var options = new LoaderOptions();
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setAllowRecursiveKeys(false);
    options.setCodePointLimit((int) Snapshots.MAX_BYTES);
    return options;
  }

  /** A parser's message may quote the document, and the document may be a Secret. */
  private static String message(ManifestDocument document, @Nullable String problem) {
    if (SECRET.matcher(document.text()).find()) {
      return "not valid YAML";
    }
    return "not valid YAML: "
        + (problem == null ? "unknown reason" : problem.lines().findFirst().orElse(""));
  }

  private static Outcome failed(ManifestDocument document, int line, String message) {
    var problem = Problem.error("yaml", "", new Location(document.file(), line), message);
    return new Outcome(Optional.empty(), List.of(problem));
  }
}
