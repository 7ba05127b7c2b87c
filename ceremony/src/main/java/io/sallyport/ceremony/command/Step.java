package io.sallyport.ceremony.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does something: one step of a ceremony. */
abstract class Step implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Does it, and tells the ceremony what came of it. */
  protected abstract void perform(Ceremony ceremony) throws Exception;

  @Override
  public final Integer call() throws Exception {
    SallyportKeys tool = (SallyportKeys) spec.root().userObject();
    try (Ceremony ceremony = tool.begin(spec.qualifiedName(" "))) {
      perform(ceremony);
      ceremony.finish();
      return Outcome.OK.exit();
    }
  }

  /** What is wrong with the command line. */
  protected final ParameterException usage(String message, Object... arguments) {
    return new ParameterException(spec.commandLine(), message.formatted(arguments));
  }
}
