package dev.chancery.agent.net;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder of one agent's sockets and files, held by a lock while the agent lives: the kernel
 * lets go of it however the agent ends.
 */
public final class RunDir implements AutoCloseable {
  private final Path path;
  private final FileChannel lock;

  private RunDir(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Creates the folder with mode 0700 where it is missing, and takes it for this process.
   *
   * @throws IOException with a message for the user: another agent holds it, or it is a link,
   *     belongs to another user, or may be written by others
   */
  public static RunDir claim(Path path) throws IOException {
    var folder = path.toAbsolutePath().normalize();
    create(folder);
    var lock =
        FileChannel.open(
            folder.resolve("agent.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    try {
      if (lock.tryLock() == null) {
        throw new IOException("run dir: " + folder + " is in use by another agent");
      }
      return new RunDir(folder, lock);
    } catch (OverlappingFileLockException e) {
      lock.close();
      throw new IOException("run dir: " + folder + " is in use by this agent", e);
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  public Path path() {
    return path;
  }

  /** A file in the folder, such as {@code xds.sock}. */
  public Path file(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static void create(Path folder) throws IOException {
    var parent = folder.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      check(folder);
    }
  }

  private static void check(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("run dir: " + folder + " is not a folder");
    }
    if (!Users.trusts(folder)) {
      throw new IOException("run dir: " + folder + " belongs to another user (expected: this one)");
    }
    var mode = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
    if (mode.contains(PosixFilePermission.GROUP_WRITE)
        || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          "run dir: %s has mode %s (expected: no write for group and others)"
              .formatted(folder, PosixFilePermissions.toString(mode)));
    }
    // Envoy's own admin socket checks nobody, so nobody else may get to it.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }
}
