package dev.chancery.agent.net;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;

/** The users whose processes and files the agent trusts: its own and root. */
public final class Users {
  private Users() {}

  /** The user this process acts as. */
  public static UserPrincipal current() throws IOException {
    return Files.getOwner(Path.of("/proc/self"));
  }

  /** The number of {@link #current()}. */
  public static int currentUid() throws IOException {
    return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  /** This user and root; root by number, as its name need not be known. */
  static Set<UserPrincipal> trusted() throws IOException {
    var root = FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("0");
    return Set.copyOf(List.of(current(), root));
  }

  /** Whether a file belongs to this user or to root; links are not followed. */
  static boolean trusts(Path file) throws IOException {
    return trusted().contains(Files.getOwner(file, LinkOption.NOFOLLOW_LINKS));
  }
}
