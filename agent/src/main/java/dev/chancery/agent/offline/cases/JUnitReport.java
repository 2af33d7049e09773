package dev.chancery.agent.offline.cases;

import dev.chancery.policy.Problem;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A {@link TestReport} in the XML that CI systems read: a suite for each file of cases, a test case
 * for each case; a file that was not run is one test case with an error.
 */
public final class JUnitReport {
  private final XMLStreamWriter xml;

  private JUnitReport(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /** The document, in UTF-8. */
  public static String of(TestReport report) {
    var text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
      new JUnitReport(xml).write(report);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text + "\n";
  }

  private void write(TestReport report) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    line();
    xml.writeStartElement("testsuites");
    attribute("name", "chancery policy test");
    counts(report.runs());
    for (FileRun run : report.runs()) {
      line();
      suite(run);
    }
    line();
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void suite(FileRun run) throws XMLStreamException {
    xml.writeStartElement("testsuite");
    attribute("name", run.file().file());
    counts(List.of(run));
    for (CaseResult result : run.results()) {
      line();
      testCase(run, result);
    }
    if (run.results().isEmpty()) {
      line();
      notRun(run);
    }
    line();
    xml.writeEndElement();
  }

  private void testCase(FileRun run, CaseResult result) throws XMLStreamException {
    open(run, result.asked().name());
    attribute("line", "" + result.asked().location().line());
    if (!result.passed()) {
      String text = result.answer().map(a -> a.text()).orElse("");
      finding("failure", result.failure().orElse(""), text);
    }
    xml.writeEndElement();
  }

  private void notRun(FileRun run) throws XMLStreamException {
    open(run, "not run");
    List<Problem> problems = run.mistakes().isEmpty() ? run.refused() : run.mistakes();
    String lines =
        problems.stream()
            .map(p -> p.location() + " " + p.path() + ": " + p.message())
            .collect(Collectors.joining("\n"));
    finding("error", lines.lines().findFirst().orElse(""), lines);
    xml.writeEndElement();
  }

  private void open(FileRun run, String name) throws XMLStreamException {
    xml.writeStartElement("testcase");
    attribute("classname", run.file().file().replaceFirst("\\.ya?ml$", "").replace('/', '.'));
    attribute("name", name);
    attribute("file", run.file().file());
    attribute("time", "0");
  }

  private void finding(String element, String message, String text) throws XMLStreamException {
    xml.writeStartElement(element);
    attribute("message", message);
    attribute("type", element);
    xml.writeCharacters(legal(text));
    xml.writeEndElement();
  }

  private void counts(List<FileRun> runs) throws XMLStreamException {
    long errors = runs.stream().filter(r -> r.results().isEmpty()).count();
    long tests = runs.stream().mapToLong(r -> r.results().size()).sum() + errors;
    attribute("tests", "" + tests);
    attribute("failures", "" + runs.stream().mapToLong(r -> r.failures().size()).sum());
    attribute("errors", "" + errors);
    attribute("skipped", "0");
    attribute("time", "0");
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, legal(value));
  }

  private void line() throws XMLStreamException {
    xml.writeCharacters("\n");
  }

  /** XML 1.0 has no place for most control characters, not even escaped. */
  private static String legal(String text) {
    return text.codePoints()
        .map(c -> isLegal(c) ? c : 0xFFFD)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isLegal(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && (c < 0xD800 || c > 0xDFFF) && c < 0xFFFE)
        || c >= 0x10000;
  }
}
