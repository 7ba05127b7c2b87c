package io.sallyport.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.site.Administrator;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.SandboxControl;
import io.sallyport.tests.site.Site;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who asks again for the same neither has an envelope opened nor STS asked. */
@ExtendWith(Site.class)
class HeldSessionsIT {
  private static String ask(Customer customer) {
    return customer
        .api()
        .request(customer.connection(), "ec2", "DescribeInstances", Customer.REGION, Map.of())
        .expect(200)
        .json()
        .get("requestId")
        .getAsString();
  }

  private static int entered(SandboxControl aws, Customer customer) throws Exception {
    return aws.events(customer.account()).split("\"AssumeRole\"", -1).length - 1;
  }

  private static String audited(RunningDemo demo, String request) throws Exception {
    return Administrator.query(
        demo,
        "select string_agg(action || ' ' || phase, ', ' order by sequence)"
            + " from sallyport.audit_event where request_id = '%s'".formatted(request));
  }

  private static String session(RunningDemo demo, String request) throws Exception {
    return Administrator.query(
        demo,
        """
        select facts::jsonb ->> 'session' from sallyport.audit_event
         where request_id = '%s' and action = 'request.forward' and phase = 'OUTCOME'"""
            .formatted(request));
  }

  @Test
  void theSecondRequestUsesTheFirstOnesSessionAndTheTrailSaysWhich(
      RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.connected(demo, browser);
    SandboxControl aws = new SandboxControl(demo);
    int before = entered(aws, customer);
    String first = ask(customer);
    assertThat(entered(aws, customer)).isEqualTo(before + 1);
    assertThat(audited(demo, first)).contains("envelope.open", "role.assume");
    assertThat(session(demo, first)).isEqualTo("sallyport-" + first);

    String second = ask(customer);
    assertThat(entered(aws, customer)).isEqualTo(before + 1);
    assertThat(audited(demo, second)).isEqualTo("request.forward INTENT, request.forward OUTCOME");
    assertThat(session(demo, second)).isEqualTo("sallyport-" + first);
    // So that the customer can tell who and what for, in their own trail.
    assertThat(aws.events(customer.account())).contains("ec2:DescribeInstances");

    // A session is its person's own.
    Customer colleague = Customer.joined(browser, customer.invite("Colleague", "tenant-user"));
    String third =
        colleague
            .api()
            .request(customer.connection(), "ec2", "DescribeInstances", Customer.REGION, Map.of())
            .expect(200)
            .json()
            .get("requestId")
            .getAsString();
    assertThat(entered(aws, customer)).isEqualTo(before + 2);
    assertThat(session(demo, third)).isEqualTo("sallyport-" + third);
  }

  @Test
  void aSessionThatAwsDoesNotKnowAnyMoreIsReplacedWithoutTheCustomerNoticing(
      RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.connected(demo, browser);
    SandboxControl aws = new SandboxControl(demo);
    ask(customer);
    int before = entered(aws, customer);
    aws.age(Duration.ofMinutes(20));
    String again = ask(customer);
    assertThat(entered(aws, customer)).isEqualTo(before + 1);
    assertThat(session(demo, again)).isEqualTo("sallyport-" + again);
  }

  @Test
  void aConnectionThatTurnsOutUnsafeIsCutOffAlthoughItsSessionLives(
      RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.connected(demo, browser);
    ask(customer);
    Administrator.execute(
        demo,
        "update sallyport.connection set state = 'UNSAFE' where id = '%s'"
            .formatted(customer.connection()));
    customer
        .api()
        .request(customer.connection(), "ec2", "DescribeInstances", Customer.REGION, Map.of())
        .expectProblem(409, "SP-CONNECTION-UNSAFE");
    Administrator.execute(
        demo,
        "update sallyport.connection set state = 'VERIFIED' where id = '%s'"
            .formatted(customer.connection()));
    SandboxControl aws = new SandboxControl(demo);
    int before = entered(aws, customer);
    ask(customer);
    assertThat(entered(aws, customer)).isEqualTo(before + 1);
  }
}
