package io.sallyport.api.onpremise;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;

/** What only one may use at a time, of all processes of this machine. */
public final class SoleUse {
  private SoleUse() {}

  /**
   * Takes it, until the channel is closed.
   *
   * @param lock an open file that stands for it
   * @return whether nobody else has it
   */
  public static boolean take(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Somebody else within this process: Java says that in another way.
      return false;
    }
  }
}
