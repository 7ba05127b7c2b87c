package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.Page;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Program;
import io.sallyport.tests.portal.SigningKey;
import io.sallyport.tests.site.Administrator;
import io.sallyport.tests.site.AwsCli;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.SandboxControl;
import io.sallyport.tests.site.Site;
import io.sallyport.tests.site.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The customers' own AWS tools, as the system's packages have them, ask through Sallyport. */
@ExtendWith(Site.class)
class AwsToolsIT {
  private static final List<String> ALL =
      List.of("see-instances", "run-spot-instances", "read-objects", "read-trail");
  private static final Path LOGIN = Path.of("../docs/examples/sallyport-login.py");
  private static final int MEGABYTES = 24;
  private static final int LARGE_MEGABYTES = 120;

  private static Map<String, String> environment(RunningDemo demo, JsonObject session) {
    return AwsCli.environment(demo, session, Customer.REGION);
  }

  private static Map<String, String> session(RunningDemo demo, Customer customer, boolean write) {
    return environment(
        demo,
        customer
            .api()
            .post("connections/" + customer.connection() + "/tool-sessions", Map.of("write", write))
            .expect(201)
            .json());
  }

  private static String launch(String more) {
    return "aws ec2 run-instances --image-id ami-0123456789abcdef0 --instance-type m5.large "
        + "--count 1 --instance-market-options MarketType=spot --output json "
        + more;
  }

  private static void refuses(
      RunningDemo demo, Map<String, String> session, String command, String... told)
      throws Exception {
    AwsCli.Ended ended = AwsCli.script(demo, command, session);
    Assertions.assertThat(ended.status()).as(ended.output()).isNotZero();
    Assertions.assertThat(ended.output()).contains(told);
  }

  @Test
  void theCommandLineWorksUnchangedForWhatTheConnectionWasMadeFor(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser, ALL);
    Map<String, String> reading = session(demo, customer, false);
    Map<String, String> writing = session(demo, customer, true);
    String identity = AwsCli.script(demo, "aws sts get-caller-identity", reading).expectSuccess();
    Assertions.assertThat(identity)
        .contains(customer.account(), ":assumed-role/SallyportAccess/sallyport-");
    refuses(demo, reading, launch(""), "SP-WRITE-NOT-AGREED");
    refuses(demo, reading, launch("--dry-run"), "DryRunOperation");
    customer.page().navigate("/portal/requests?connection=" + customer.connection());
    assertThat(customer.page().locator("#requests tbody tr").first())
        .containsText("ec2 RunInstances");
    assertThat(customer.page().locator("#requests tbody tr").first()).containsText("Would be done");
    String launched = AwsCli.script(demo, launch(""), writing).expectSuccess();
    String instance =
        JsonParser.parseString(launched)
            .getAsJsonObject()
            .getAsJsonArray("Instances")
            .get(0)
            .getAsJsonObject()
            .get("InstanceId")
            .getAsString();
    Assertions.assertThat(
            AwsCli.script(demo, "aws ec2 describe-instances", reading).expectSuccess())
        .contains(instance, "running");
    Assertions.assertThat(
            AwsCli.script(demo, "aws cloudtrail lookup-events --max-items 5", reading)
                .expectSuccess())
        .contains("CloudTrailEvent");
    // AWS's own errors come whole.
    refuses(
        demo,
        reading,
        "aws ec2 describe-instances --instance-ids i-0123456789abcdef0",
        "InvalidInstanceID.NotFound");
    // An answer that breaks off at its beginning is ours to tell of, whole.
    SandboxControl aws = new SandboxControl(demo);
    aws.fault(customer.account(), "DescribeInstances", "half", 1);
    refuses(demo, reading, "aws ec2 describe-instances", "SP-AWS-UNAVAILABLE");
    aws.forgetFaults();
    AwsCli.script(demo, "aws ec2 describe-instances", reading).expectSuccess();
    refuses(demo, reading, "aws ec2 describe-volumes", "SP-OPERATION-UNKNOWN");
    // What AWS would launch again each time it ends.
    refuses(
        demo,
        writing,
        launch("")
            .replace(
                "MarketType=spot", "'MarketType=spot,SpotOptions={SpotInstanceType=persistent}'"),
        "SP-PARAMETER-INVALID");
    refuses(demo, reading, "aws iam list-users", "SP-OPERATION-UNKNOWN");
    refuses(demo, reading, "aws sns list-topics", "SP-SERVICE-UNKNOWN");
    refuses(demo, reading, "aws ec2 describe-instances --region us-east-1", "SP-REGION-NOT-SEALED");
    refuses(
        demo, reading, "aws ec2 describe-spot-price-history --max-items 1 --region mars-1", "SP-");
    customer.page().navigate("/portal/requests?connection=" + customer.connection());
    assertThat(customer.page().locator("#requests")).containsText("ec2 RunInstances");
    assertThat(customer.page().locator("#requests")).containsText("SP-REGION-NOT-SEALED");
    // What was refused, too: somebody tried.
    for (String tried :
        List.of("ec2 DescribeVolumes", "iam ListUsers", "sns ListTopics", "SP-WRITE-NOT-AGREED")) {
      assertThat(customer.page().locator("#requests")).containsText(tried);
    }
  }

  @Test
  void objectsOfAnySizeComeThroughAndBoto3IsAsGood(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser, ALL);
    String bucket = "tools-" + UUID.randomUUID();
    new SandboxControl(demo).putObject(customer.account(), bucket, "big/object 1", MEGABYTES);
    Map<String, String> session = session(demo, customer, false);
    String read =
        AwsCli.python(
                demo,
                AwsCli.READ_WHOLE
                    + """
                import boto3, hashlib, os
                # Releases before 1.31 do not read AWS_ENDPOINT_URL by themselves.
                here = os.environ['AWS_ENDPOINT_URL']
                s3 = boto3.client('s3', endpoint_url=here)
                print([b['Name'] for b in s3.list_buckets()['Buckets']])
                pages = s3.get_paginator('list_objects_v2').paginate(Bucket='BUCKET')
                print([o['Key'] for page in pages for o in page['Contents']])
                print(s3.head_object(Bucket='BUCKET', Key='big/object 1')['ContentLength'])
                got = s3.get_object(Bucket='BUCKET', Key='big/object 1')
                read_whole(got)
                part = s3.get_object(Bucket='BUCKET', Key='big/object 1', Range='bytes=10-19')
                print(part['ContentRange'], len(part['Body'].read()))
                ec2 = boto3.client('ec2', endpoint_url=here)
                for page in ec2.get_paginator('describe_instances').paginate():
                    print('instances', len(page['Reservations']))
                try:
                    s3.get_object_acl(Bucket='BUCKET', Key='big/object 1')
                except Exception as e:
                    print(e)
                try:
                    s3.put_object(Bucket='BUCKET', Key='mine', Body=b'x')
                except Exception as e:
                    print(e)
                """
                        .replace("BUCKET", bucket),
                session)
            .expectSuccess();
    Assertions.assertThat(read)
        .contains("['" + bucket + "']", "['big/object 1']", (MEGABYTES << 20) + " bytes 0 wrong")
        .contains("bytes 10-19/" + (MEGABYTES << 20) + " 10", "instances 0")
        .contains("(SP-OPERATION-UNKNOWN) when calling the GetObjectAcl")
        .contains("uploads are not forwarded");
  }

  @Test
  void aLargeObjectIsCopiedInAsManyPartsAsTheCommandLineLikes(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser, ALL);
    String bucket = "tools-" + UUID.randomUUID();
    new SandboxControl(demo).putObject(customer.account(), bucket, "large", LARGE_MEGABYTES);
    Path copy = demo.settings().state().resolve("large-copy");
    try {
      // Ten parts at once, and each of them is read slowly.
      AwsCli.script(
              demo,
              "export AWS_CONFIG_FILE=\"$(mktemp)\"\n"
                  + "aws configure set default.s3.max_bandwidth 16MB/s\n"
                  + "aws s3 ls s3://%s/ && aws s3 cp --only-show-errors s3://%s/large '%s'\n"
                      .formatted(bucket, bucket, copy)
                  + "status=$?; rm -f \"$AWS_CONFIG_FILE\"; exit $status",
              session(demo, customer, false))
          .expectSuccess();
      Assertions.assertThat(copy).hasSize((long) LARGE_MEGABYTES << 20);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  @Test
  void whatWasSignedIsWhatIsDoneAndBySomebodyWhoStillMay(RunningDemo demo, Browser browser)
      throws Exception {
    Customer customer = Customer.connected(demo, browser, ALL);
    Customer colleague = Customer.joined(browser, customer.invite("Colleague", "tenant-user"));
    Map<String, String> session =
        environment(
            demo,
            colleague
                .api()
                .post("connections/" + customer.connection() + "/tool-sessions", Map.of())
                .expect(201)
                .json());
    String told =
        AwsCli.python(
                demo,
                """
                import datetime, os, ssl, urllib.error, urllib.request
                from botocore.auth import SigV4Auth
                from botocore.awsrequest import AWSRequest
                from botocore.credentials import Credentials
                import botocore.auth
                env = os.environ
                url = env['AWS_ENDPOINT_URL'] + '/'
                trust = ssl.create_default_context(cafile=env['AWS_CA_BUNDLE'])
                def ask(name, body=b'Action=DescribeInstances&Version=2016-11-15', change=None,
                        secret=env['AWS_SECRET_ACCESS_KEY'], token=env['AWS_SESSION_TOKEN'], late=0, where=url):
                    request = AWSRequest('POST', url, data=body,
                        headers={'Content-Type': 'application/x-www-form-urlencoded'})
                    moved = datetime.datetime.utcnow() + datetime.timedelta(minutes=late)
                    class Clock(datetime.datetime):
                        @classmethod
                        def utcnow(cls): return moved
                        @classmethod
                        def now(cls, tz=None): return moved.replace(tzinfo=tz)
                    real, botocore.auth.datetime.datetime = botocore.auth.datetime.datetime, Clock
                    if hasattr(botocore.auth, 'get_current_datetime'):
                        botocore.auth.get_current_datetime = lambda *a, **k: moved
                    try:
                        SigV4Auth(Credentials(env['AWS_ACCESS_KEY_ID'], secret, token), 'ec2', 'eu-central-1').add_auth(request)
                    finally:
                        botocore.auth.datetime.datetime = real
                    headers = dict(request.headers)
                    if change:
                        body = change(headers, body) or body
                    try:
                        got = urllib.request.urlopen(urllib.request.Request(where, body, headers), context=trust)
                        print(name, got.status)
                    except urllib.error.HTTPError as e:
                        print(name, e.code, e.read().decode())
                ask('good')
                ask('another secret', secret='A' * 40)
                ask('another body', change=lambda h, b: b.replace(b'Instances', b'Regions__'))
                ask('another token', token=env['AWS_SESSION_TOKEN'][:-4] + 'AAAA')
                ask('no token', change=lambda h, b: h.pop('X-Amz-Security-Token') and None)
                ask('one more header', change=lambda h, b: h.update({'X-Amz-Target': 'x'}))
                ask('two actions', body=b'Action=DescribeInstances&Action=TerminateInstances&Version=2016-11-15')
                ask('two answers', body=b'Action=RunInstances&DryRun=true&DryRun=false&Version=2016-11-15')
                ask('a hidden dry run', body=b'Action=RunInstances&Version=2016-11-15&ImageId=ami-12345678'
                    b'&MinCount=1&MaxCount=1&InstanceType=m5.large&InstanceMarketOptions.MarketType=spot&ClientToken=abc;DryRun=true')
                ask('late', late=-10)
                ask('early', late=10)
                ask('elsewhere', where=url + 'x')
                ask('nothing signed', change=lambda h, b: h.pop('Authorization') and None)
                """,
                session)
            .expectSuccess();
    Map<String, String> answers = new HashMap<>();
    Pattern.compile("\n(?=[a-z])")
        .splitAsStream("\n" + told)
        .filter(line -> line.matches("(?s)[a-z ]+[0-9]{3}.*"))
        .forEach(line -> answers.put(line.replaceFirst("(?s) [0-9]{3}.*", ""), line));
    Assertions.assertThat(answers).hasSize(13);
    Assertions.assertThat(answers.get("good")).contains("200");
    for (String changed :
        List.of(
            "another secret", "another body", "one more header", "elsewhere", "nothing signed")) {
      Assertions.assertThat(answers.get(changed)).contains("403", "SignatureDoesNotMatch");
    }
    for (String gone : List.of("another token", "no token")) {
      Assertions.assertThat(answers.get(gone)).contains("403", "ExpiredToken");
    }
    for (String unclear : List.of("two actions", "two answers", "a hidden dry run")) {
      Assertions.assertThat(answers.get(unclear)).contains("400", "SP-REQUEST-MALFORMED");
    }
    for (String wrong : List.of("late", "early")) {
      Assertions.assertThat(answers.get(wrong)).contains("RequestTimeTooSkewed", "ours says");
    }

    Assertions.assertThat(customer.instances()).isZero();

    // A colleague who leaves takes no session with them.
    String id =
        Administrator.query(
            demo,
            "select id from sallyport.person where display_name = 'Colleague' and removed_at is null"
                + " and tenant_id = (select tenant_id from sallyport.connection where id = '%s')"
                    .formatted(customer.connection()));
    customer.api().call("DELETE", "team/" + id, "application/json", null).expect(204);
    refuses(demo, session, "aws ec2 describe-instances", "ExpiredToken");
  }

  /** The helper, as the AWS tools run it; its page is written to a file in place of a browser. */
  private static Map<String, String> profile(
      RunningDemo demo, Customer customer, Path folder, String more) throws IOException {
    Path config = folder.resolve("config");
    Files.writeString(
        config,
        """
        [profile mine]
        region = %s
        credential_process = %s %s %s %s --ca %s %s
        """
            .formatted(
                Customer.REGION,
                AwsCli.PYTHON,
                LOGIN.toAbsolutePath().normalize(),
                demo.settings().portalUrl(),
                customer.connection(),
                demo.keys().authority(),
                more));
    Path opener = folder.resolve("opener");
    Files.writeString(opener, "#!/bin/sh\necho noise\nprintf %s \"$1\" > '" + folder + "/page'\n");
    Assertions.assertThat(opener.toFile().setExecutable(true)).isTrue();
    Files.deleteIfExists(folder.resolve("page"));
    return Map.of(
        "AWS_CONFIG_FILE", config.toString(),
        "AWS_PROFILE", "mine",
        "AWS_ENDPOINT_URL", demo.settings().portalUrl() + "/aws",
        "XDG_CACHE_HOME", folder.resolve("cache").toString(),
        "BROWSER", opener.toString());
  }

  private static String opened(Path folder) throws Exception {
    Path page = folder.resolve("page");
    Waiting.until(() -> Files.exists(page) && Files.size(page) > 0, Duration.ofSeconds(30));
    return Files.readString(page);
  }

  private static CompletableFuture<AwsCli.Ended> asking(
      RunningDemo demo, Map<String, String> environment) {
    return AwsCli.begin(() -> AwsCli.script(demo, "aws ec2 describe-instances", environment));
  }

  @Test
  void aPersonsToolsGetTheirSessionByThePasskeyInTheBrowserBesideThem(
      RunningDemo demo, Browser browser, @TempDir Path folder) throws Exception {
    Customer customer = Customer.connected(demo, browser, ALL);
    Page page = customer.page();
    Map<String, String> profile = profile(demo, customer, folder, "--reason 'Ticket 7'");
    CompletableFuture<AwsCli.Ended> first = asking(demo, profile);
    Administrator.laterForEverybody(demo, "fresh_until");
    page.navigate(opened(folder));
    assertThat(page.locator("#may")).containsText("change nothing");
    browser.picture(page, "tool-session-asked");
    page.locator("#allow").click();
    assertThat(page.locator("body")).containsText("Your tool has its code");
    Assertions.assertThat(first.get().expectSuccess()).contains("Reservations");
    // It is kept, for its owner alone, and nobody is asked again.
    try (Stream<Path> kept = Files.list(folder.resolve("cache/sallyport"))) {
      Path session =
          kept.filter(each -> each.toString().endsWith(".json")).findFirst().orElseThrow();
      Assertions.assertThat(Files.getPosixFilePermissions(session))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    Files.delete(folder.resolve("page"));
    Assertions.assertThat(asking(demo, profile).get().expectSuccess()).contains("Reservations");
    Assertions.assertThat(folder.resolve("page")).doesNotExist();
    page.navigate("/portal/requests?connection=" + customer.connection());
    assertThat(page.locator("#requests tbody tr").first()).containsText("Ticket 7");

    // Whoever signs out ends it; another is refused in the browser, and one for writing is given.
    customer.portal().signOut().signIn();
    Assertions.assertThat(asking(demo, profile).get().output()).contains("ExpiredToken");
    CompletableFuture<AwsCli.Ended> refused =
        asking(demo, profile(demo, customer, folder, "--anew --write"));
    page.navigate(opened(folder));
    assertThat(page.locator("#may")).containsText("could change something");
    page.locator("#deny").click();
    assertThat(page.locator("body")).containsText("Refused");
    Assertions.assertThat(refused.get().output()).contains("It was refused in the browser");
    page.navigate("/portal/tool-session?connection=" + customer.connection() + "&port=80");
    assertThat(page.locator("main")).containsText("This address is not whole");
  }

  @Test
  void aCodeIsGoodOnceAndForWhoeverAskedForIt(RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.connected(demo, browser, ALL);
    String grants = "connections/" + customer.connection() + "/tool-sessions/grants";
    String verifier = "v".repeat(43);
    Map<String, String> wanted = Map.of("challenge", challenge(verifier));
    String code = granted(customer.api().post(grants, wanted));
    Program stranger = Program.with(demo, "nobody", SigningKey.p256());
    for (String other : List.of("w".repeat(43), "", "v".repeat(129))) {
      redeemed(stranger, customer, code, other).expectProblem(403, "SP-TOOL-CODE-REFUSED");
    }
    redeemed(stranger, customer, altered(code), verifier)
        .expectProblem(403, "SP-TOOL-CODE-REFUSED");
    redeemed(stranger, UUID.randomUUID().toString(), code, verifier)
        .expectProblem(403, "SP-TOOL-CODE-REFUSED");
    // Of several at the same moment, one.
    List<Api.Answer> atOnce =
        IntStream.range(0, 4)
            .mapToObj(
                each ->
                    CompletableFuture.supplyAsync(
                        () -> redeemed(stranger, customer, code, verifier)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    Assertions.assertThat(atOnce.stream().map(Api.Answer::status))
        .containsExactlyInAnyOrder(201, 403, 403, 403);
    Map<String, String> session =
        environment(
            demo,
            atOnce.stream().filter(each -> each.status() == 201).findFirst().orElseThrow().json());
    AwsCli.script(demo, "aws ec2 describe-instances", session).expectSuccess();
    redeemed(stranger, customer, code, verifier).expectProblem(403, "SP-TOOL-CODE-REFUSED");
    // A session is no code, and a code no session.
    redeemed(stranger, customer, session.get("AWS_SESSION_TOKEN"), verifier)
        .expectProblem(403, "SP-TOOL-CODE-REFUSED");
    Map<String, String> forged = new HashMap<>(session);
    forged.put("AWS_SESSION_TOKEN", granted(customer.api().post(grants, wanted)));
    refuses(demo, forged, "aws ec2 describe-instances", "ExpiredToken");

    for (String malformed : List.of("", "short", "!".repeat(43))) {
      customer
          .api()
          .post(grants, Map.of("challenge", malformed))
          .expectProblem(400, "SP-REQUEST-MALFORMED");
    }
    Program program = Program.of(demo, customer, SigningKey.p256(), "requests:send");
    program.post(grants, wanted, "requests:send").expectProblem(403, "SP-SCOPE-REFUSED");
    Customer.registered(browser)
        .api()
        .post(grants, wanted)
        .expectProblem(404, "SP-CONNECTION-UNKNOWN");
    // That somebody else tried is in the trail.
    Assertions.assertThat(customer.api().get("activity").expect(200).body())
        .contains("\"outcome\":\"SP-TOOL-CODE-REFUSED\"");
    // What was granted in a sign-in ends with it, and without the passkey nothing is granted.
    String last = granted(customer.api().post(grants, wanted));
    customer.portal().signOut().signIn();
    redeemed(stranger, customer, last, verifier).expectProblem(403, "SP-TOOL-CODE-REFUSED");
    Administrator.laterForEverybody(demo, "fresh_until");
    customer.api().post(grants, wanted).expectProblem(403, "SP-FRESH-SIGN-IN-REQUIRED");
  }

  private static Api.Answer redeemed(
      Program anybody, Customer customer, String code, String verifier) {
    return redeemed(anybody, customer.connection(), code, verifier);
  }

  private static Api.Answer redeemed(
      Program anybody, String connection, String code, String verifier) {
    return anybody.call(
        "POST",
        "tool-sessions",
        new Gson().toJson(Map.of("code", code, "verifier", verifier, "connection", connection)),
        null);
  }

  /** One letter of what it says is another. */
  private static String altered(String code) {
    int at = code.indexOf('.') + 40;
    return code.substring(0, at) + (code.charAt(at) == 'A' ? 'B' : 'A') + code.substring(at + 1);
  }

  private static String granted(Api.Answer answer) {
    return answer.expect(201).json().get("code").getAsString();
  }

  private static String challenge(String verifier) throws GeneralSecurityException {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            MessageDigest.getInstance("SHA-256")
                .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void aPersonGetsASessionOnTheConnectionsPageAndAProgramByItsOwnKey(
      RunningDemo demo, Browser browser) throws Exception {
    Customer customer = Customer.connected(demo, browser, ALL);
    Page page = customer.page();
    page.navigate("/portal/connection?id=" + customer.connection());
    page.getByText("Use it with your own AWS tools").click();
    page.locator("#tool-session").click();
    assertThat(page.locator("#tool-text")).containsText("AWS_SESSION_TOKEN=");
    String exports = page.locator("#tool-text").textContent();
    browser.picture(page, "tool-session");
    Assertions.assertThat(
            AwsCli.script(
                    demo,
                    exports + "\naws ec2 describe-instances --region " + Customer.REGION,
                    Map.of())
                .expectSuccess())
        .contains("Reservations");
    String path = "connections/" + customer.connection() + "/tool-sessions";
    Program reader = Program.of(demo, customer, SigningKey.p256(), "requests:send");
    reader
        .post(path, Map.of("write", true), "requests:send")
        .expectProblem(403, "SP-SCOPE-REFUSED");
    Map<String, String> session =
        environment(demo, reader.post(path, Map.of(), "requests:send").expect(201).json());
    AwsCli.script(demo, "aws ec2 describe-instances", session).expectSuccess();
    // It ends with the key that it was got by, though the program has another one.
    SigningKey other = SigningKey.p256();
    customer.api().post("api-clients/" + reader.id() + "/keys", other.jwk()).expect(201);
    customer
        .api()
        .call(
            "DELETE",
            "api-clients/" + reader.id() + "/keys/" + reader.key().kid(),
            "application/json",
            null)
        .expect(204);
    refuses(demo, session, "aws ec2 describe-instances", "ExpiredToken");
    Map<String, String> next =
        environment(
            demo,
            reader.signingWith(other).post(path, Map.of(), "requests:send").expect(201).json());
    AwsCli.script(demo, "aws ec2 describe-instances", next).expectSuccess();
    customer
        .api()
        .call("DELETE", "api-clients/" + reader.id(), "application/json", null)
        .expect(204);
    refuses(demo, next, "aws ec2 describe-instances", "ExpiredToken");
    // It ends with the sign-in that it was got in: whoever is recovered, or ends it elsewhere, ends
    // it.
    Map<String, String> mine = session(demo, customer, false);
    AwsCli.script(demo, "aws ec2 describe-instances", mine).expectSuccess();
    customer.portal().signOut().signIn();
    refuses(demo, mine, "aws ec2 describe-instances", "ExpiredToken");
    Administrator.laterForEverybody(demo, "fresh_until");
    customer
        .api()
        .post("connections/" + customer.connection() + "/tool-sessions", Map.of())
        .expectProblem(403, "SP-FRESH-SIGN-IN-REQUIRED");
    Customer stranger = Customer.registered(browser);
    stranger.api().post(path, Map.of()).expectProblem(404, "SP-CONNECTION-UNKNOWN");
  }
}
