package dev.chancery.flows.observe;

import dev.chancery.api.observer.GetFlowsRequest;
import dev.chancery.flows.json.ProtoJsonException;
import dev.chancery.flows.observe.flag.UsageException;
import dev.chancery.flows.print.FlowPrinter;
import dev.chancery.flows.print.OutputFormat;
import dev.chancery.flows.print.PrintOptions;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code chancery observe}: shows flows in the manner of {@code hubble observe} 1.19, with its
 * flags, its bytes on standard output, its messages, and its exit codes.
 */
public final class ObserveCommand {
  private final ObserveEnvironment environment;
  private final FlowSource server;

  private ObserveCommand(ObserveEnvironment environment, FlowSource server) {
    this.environment = environment;
    this.server = server;
  }

  /**
   * Runs the command to the end of the stream.
   *
   * @param arguments those after {@code observe}
   * @return 0, or 1 where the arguments make no sense or the stream ended early
   */
  public static int run(List<String> arguments, ObserveEnvironment environment, FlowSource server) {
    try {
      new ObserveCommand(environment, server).run(ObserveOptions.parse(arguments));
      return 0;
    } catch (UsageException e) {
      environment.err().print(e.text() + "\n");
    } catch (FlowSourceException e) {
      environment.err().print(e.text() + "\n");
    } finally {
      environment.out().flush();
      environment.err().flush();
    }
    return 1;
  }

  private void run(ObserveOptions options) throws UsageException, FlowSourceException {
    if (options.help) {
      environment.out().print(HelpText.text());
      return;
    }
    if (options.filters.isNegationOpen()) {
      throw new UsageException("trailing --not found in the arguments");
    }
    OutputFormat format = OutputChoice.format(options, environment);
    GetFlowsRequest request = FlowsRequest.of(options, environment);
    if (options.printFilters) {
      environment.out().print(FilterYaml.print(request));
      return;
    }
    show(request, options, OutputChoice.printing(format, options, environment));
  }

  private void show(GetFlowsRequest request, ObserveOptions options, PrintOptions printing)
      throws FlowSourceException {
    FlowSource source = options.inputFile.isEmpty() ? server : new FileSource(options, environment);
    PrintStream err =
        options.silent
            ? new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)
            : environment.err();
    if (options.debug) {
      environment.err().print("level=DEBUG msg=\"Sending GetFlows request\"\n");
    }
    var printer = FlowPrinter.of(printing, environment.out(), err);
    try {
      source.getFlows(
          options.server.orElseGet(this::defaultServer),
          request,
          entry -> {
            try {
              printer.print(entry);
            } catch (ProtoJsonException e) {
              throw new FlowSourceException(e.text());
            }
            if (request.getFollow() && environment.out().checkError()) {
              throw new FlowSourceException("failed to write out flow: broken pipe");
            }
          });
    } finally {
      printer.close();
    }
  }

  private String defaultServer() {
    String named = environment.variable("HUBBLE_SERVER");
    return named.isEmpty() ? environment.server() : named;
  }
}
