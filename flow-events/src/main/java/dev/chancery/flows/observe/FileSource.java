package dev.chancery.flows.observe;

import dev.chancery.api.observer.GetFlowsRequest;
import dev.chancery.api.observer.GetFlowsResponse;
import dev.chancery.flows.filter.FlowFilters;
import dev.chancery.flows.filter.FlowMatch;
import dev.chancery.flows.filter.InvalidFilterException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Flows from a file with one JSON {@code GetFlowsResponse} a line. Every entry counts for {@code
 * --first} and {@code --last}; an entry without a flow passes the filters as an empty flow would.
 */
final class FileSource implements FlowSource {
  private static final long MAX_LAST = 1_000_000;

  private final String name;
  private final ObserveEnvironment environment;

  FileSource(ObserveOptions options, ObserveEnvironment environment) {
    this.name = options.inputFile;
    this.environment = environment;
  }

  @Override
  public void getFlows(String server, GetFlowsRequest request, Sink sink)
      throws FlowSourceException {
    if (name.equals("-")) {
      read(environment.in(), request, sink);
      return;
    }
    Path path = path();
    try (InputStream file = open(path)) {
      if (Files.isDirectory(path)) {
        throw new FlowSourceException("read " + name + ": is a directory");
      }
      read(file, request, sink);
    } catch (IOException e) {
      throw new FlowSourceException("read " + name + ": input/output error");
    }
  }

  private Path path() throws FlowSourceException {
    try {
      return environment.directory().resolve(name);
    } catch (InvalidPathException e) {
      throw new FlowSourceException("open " + name + ": invalid argument");
    }
  }

  private InputStream open(Path path) throws FlowSourceException {
    try {
      return Files.isDirectory(path) ? InputStream.nullInputStream() : Files.newInputStream(path);
    } catch (NoSuchFileException e) {
      throw new FlowSourceException("open " + name + ": no such file or directory");
    } catch (IOException e) {
      throw new FlowSourceException("open " + name + ": permission denied");
    }
  }

  private void read(InputStream file, GetFlowsRequest request, Sink sink)
      throws FlowSourceException {
    FlowMatch match;
    try {
      match = FlowFilters.compile(request.getWhitelistList(), request.getBlacklistList());
    } catch (InvalidFilterException e) {
      throw new FlowSourceException(e.text());
    }
    long number = request.getNumber();
    boolean limited = number != 0 && number != -1;
    if (limited && !request.getFirst() && Long.compareUnsigned(number, MAX_LAST) > 0) {
      throw new FlowSourceException(
          "--last must be <= 1_000_000, got " + Long.toUnsignedString(number));
    }
    var entries = new EntryReader(file, environment.err());
    var range = TimeRange.of(request);
    var newest = new ArrayDeque<GetFlowsResponse>();
    long sent = 0;
    while (!(limited && request.getFirst() && sent == number)) {
      Optional<GetFlowsResponse> next = entries.next();
      if (next.isEmpty()) {
        break;
      }
      GetFlowsResponse entry = next.get();
      if (!range.contains(entry) || !matches(match, entry)) {
        continue;
      }
      if (!limited || request.getFirst()) {
        sink.accept(entry);
        sent++;
        continue;
      }
      newest.addLast(entry);
      if (newest.size() > number) {
        newest.removeFirst();
      }
    }
    for (GetFlowsResponse entry : newest) {
      sink.accept(entry);
    }
  }

  private static boolean matches(FlowMatch match, GetFlowsResponse entry) {
    return entry.hasFlow() ? match.matches(entry.getFlow()) : match.matchesWithoutFlow();
  }
}
