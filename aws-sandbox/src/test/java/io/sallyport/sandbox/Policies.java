package io.sallyport.sandbox;

/** Policy documents for tests, written short: single quotes stand for double ones. */
final class Policies {
  static final String EVERYTHING = statement("'Effect':'Allow','Action':'*','Resource':'*'");

  private Policies() {}

  static String statement(String... statements) {
    StringBuilder text = new StringBuilder("{'Version':'2012-10-17','Statement':[");
    for (int i = 0; i < statements.length; i++) {
      text.append(i == 0 ? "{" : ",{").append(statements[i]).append('}');
    }
    return text.append("]}").toString().replace('\'', '"');
  }

  static String allow(String action) {
    return statement("'Effect':'Allow','Action':'" + action + "','Resource':'*'");
  }

  static String trust(String principal) {
    return statement(
        "'Effect':'Allow','Principal':{'AWS':'" + principal + "'},'Action':'sts:AssumeRole'");
  }

  static String trust(String principal, String actions, String condition) {
    return statement(
        "'Effect':'Allow','Principal':{'AWS':'"
            + principal
            + "'},'Action':"
            + actions
            + ",'Condition':"
            + condition);
  }

  static String trustWithExternalId(String principal, String externalId) {
    return trust(
        principal, "'sts:AssumeRole'", "{'StringEquals':{'sts:ExternalId':'" + externalId + "'}}");
  }
}
