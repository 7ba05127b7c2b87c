package io.sallyport.benchmarks.load;

import java.io.IOException;
import java.security.GeneralSecurityException;

/** What visitors do again and again while it is measured. */
@FunctionalInterface
interface Action {
  void by(Visitor visitor) throws IOException, InterruptedException, GeneralSecurityException;
}
