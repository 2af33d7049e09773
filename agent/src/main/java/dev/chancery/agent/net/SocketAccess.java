package dev.chancery.agent.net;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may use sockets, beside this user and root.
 *
 * @param group whose processes may, by their own group ({@code SO_PEERCRED} tells no other)
 */
public record SocketAccess(Optional<GroupPrincipal> group) {
  /** This user and root alone. */
  public static final SocketAccess OWN = new SocketAccess(Optional.empty());

  private static final Logger log = LoggerFactory.getLogger(SocketAccess.class);

  /**
   * @param gid its number; it need not have a name
   */
  public static SocketAccess ofGroup(int gid) throws IOException {
    var users = FileSystems.getDefault().getUserPrincipalLookupService();
    return new SocketAccess(
        Optional.of(users.lookupPrincipalByGroupName(Integer.toUnsignedString(gid))));
  }

  Set<UserPrincipal> allowed() throws IOException {
    Set<UserPrincipal> allowed = new HashSet<>(Users.trusted());
    group.ifPresent(allowed::add);
    return Set.copyOf(allowed);
  }

  /** Gives a file of this user to the group. */
  void give(Path file) throws IOException {
    if (group.isPresent()) {
      try {
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .setGroup(group.get());
      } catch (IOException e) {
        throw new IOException(
            "%s: not given to group %s: %s (expected: a group of this user, or to run as root)"
                .formatted(file, group.get().getName(), e.getMessage()),
            e);
      }
    }
  }

  /**
   * A folder for sockets. A missing one is made, with mode 0770 and the group; one that is there is
   * left as it is, as root may have made it for a proxy. A link, or a folder of another user, could
   * lead anywhere at any time: it is refused.
   *
   * @throws IOException with a message for the user
   */
  public void prepare(Path folder) throws IOException {
    if (Files.isSymbolicLink(folder)) {
      throw new IOException(
          "sockets: " + folder + " is a symbolic link (expected: a folder; links are refused)");
    }
    if (!Files.exists(folder)) {
      var parent = folder.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(folder);
      // After the umask.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));
      give(folder);
    } else if (!Files.isDirectory(folder)) {
      throw new IOException("sockets: " + folder + " is not a folder");
    } else if (!Users.trusts(folder)) {
      throw new IOException(
          "sockets: " + folder + " belongs to another user (expected: this one, or root)");
    } else if (Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE)) {
      log.atWarn().addKeyValue("folder", folder).log("everybody may replace sockets here");
    }
  }
}
