package io.sallyport.crypto.unsealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.PersonId;
import io.sallyport.contract.vault.VaultState;
import io.sallyport.crypto.fixture.Settings;
import io.sallyport.crypto.fixture.Site;
import io.sallyport.crypto.keys.FipsState;
import io.sallyport.crypto.keys.JcaProvider;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.manifest.ListedKey.OpenPgpKey;
import io.sallyport.crypto.ring.KeyRing;
import io.sallyport.crypto.ring.MasterKey;
import io.sallyport.crypto.ring.SealedKey;
import io.sallyport.crypto.ring.Share;
import io.sallyport.crypto.ring.ShareSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Custodians, a node and its audit trail: 3 of 5 shares open it. */
@Timeout(30)
class UnsealingTest {
  private static final Site SITE = new Site();
  private static final JcaProvider JVM = new JcaProvider(Optional.empty());
  private static final CurrentManifest MANIFEST = SITE.current(SITE.manifest());

  private final WatchedTrail trail = new WatchedTrail();
  private final Settings settings = new Settings();
  private final OpenRing ring = new OpenRing();
  private final Unsealing unsealing = unsealing(ring);
  private final List<PersonId> custodians = Stream.generate(PersonId::random).limit(5).toList();

  @TempDir private Path folder;
  private byte[] masterKey;
  private List<String> shares;

  @BeforeEach
  void aSealedNode() throws Exception {
    try (MasterKey master = MasterKey.random()) {
      masterKey = master.value().clone();
      sealKeys(master);
      shares = split(master, 5, 3);
    }
    settings
        .with("sallyport.node.name", "decrypt-1")
        .with("sallyport.vault.keys", folder)
        .with("sallyport.unseal.shares", folder.resolve("shares.json"));
  }

  @Test
  void aNodeStartsSealed() {
    VaultState state = unsealing.state();
    assertThat(state.unsealed()).isFalse();
    assertThat(state.threshold()).isEqualTo(3);
    assertThat(state.submitted()).isEmpty();
    assertThat(state.keys()).isEmpty();
    assertThat(state.since()).isNull();
    assertThat(state.manifestVersion()).isEqualTo(1);
    assertSealed();
  }

  @Test
  void threeCustodiansOpenItAndTheirSharesAreForgotten() {
    assertThat(submit(4).submitted()).containsExactly(5);
    assertThat(submit(0).submitted()).containsExactly(1, 5);
    assertSealed();
    VaultState state = submit(2);
    assertThat(state.unsealed()).isTrue();
    assertThat(state.since()).isNotNull();
    assertThat(state.submitted()).isEmpty();
    assertThat(state.keys()).isEqualTo(ring.require().names()).hasSize(2);
  }

  @Test
  void oneCustodianIsNeverTwo() {
    submit(0);
    assertProblem(
        ErrorCode.SHARE_REFUSED, () -> unsealing.submit(custodians.get(0), shares.get(1)));
    assertProblem(
        ErrorCode.SHARE_REFUSED, () -> unsealing.submit(custodians.get(0), shares.get(2)));
    assertThat(unsealing.state().submitted()).containsExactly(1);
    submit(1);
    assertSealed();
    assertThat(submit(2).unsealed()).isTrue();
  }

  @Test
  void oneShareIsNeverTwo() {
    submit(0);
    submit(1);
    assertProblem(
        ErrorCode.SHARE_REFUSED, () -> unsealing.submit(custodians.get(2), shares.get(0)));
    assertThat(unsealing.state().submitted()).containsExactly(1, 2);
    assertSealed();
  }

  @Test
  void aWrongShareIsNamedNotTakenAndSpoilsNothing() throws Exception {
    submit(0);
    submit(1);
    String foreign = foreignShare();
    String altered = altered(2);
    for (String wrong : List.of(foreign, altered, "", "canary", shares.get(2) + "x")) {
      ProblemException refused =
          assertProblem(ErrorCode.SHARE_REFUSED, () -> unsealing.submit(custodians.get(2), wrong));
      assertThat(refused.problem().detail()).doesNotContain("canary").doesNotContain(value(2));
    }
    assertThat(detailOf(foreign)).contains("Share 3").contains("belongs to set");
    assertThat(detailOf(altered)).contains("Share 3").contains("not the share 3");
    assertThat(unsealing.state().submitted()).containsExactly(1, 2);
    assertSealed();
    assertThat(submit(2).unsealed()).isTrue();
  }

  @Test
  void noShareIsTakenWithoutAnIntentInTheTrail() {
    submit(0);
    submit(1);
    trail.intentsThatFail.add(AuditAction.VAULT_SHARE);
    assertProblem(ErrorCode.AUDIT_UNAVAILABLE, () -> submit(2));
    assertThat(unsealing.state().submitted()).containsExactly(1, 2);
    assertSealed();
  }

  @Test
  void nothingIsUnsealedWithoutAnIntentInTheTrail() {
    trail.intentsThatFail.add(AuditAction.VAULT_UNSEAL);
    submit(0);
    submit(1);
    assertProblem(ErrorCode.AUDIT_UNAVAILABLE, () -> submit(2));
    assertSealed();
    assertThat(unsealing.state().submitted()).isEmpty();
    assertProblem(ErrorCode.AUDIT_UNAVAILABLE, () -> unsealing.unseal(masterKey.clone()));
    assertSealed();
  }

  /** The intent stands; that the outcome does not is said, and what was done stays done. */
  @Test
  void anOutcomeThatCannotBeWrittenIsTold() {
    trail.outcomesThatFail.add(AuditAction.VAULT_UNSEAL);
    submit(0);
    submit(1);
    assertProblem(ErrorCode.AUDIT_OUTCOME_UNWRITTEN, () -> submit(2));
    assertThat(unsealing.state().unsealed()).isTrue();
    assertThat(unsealing.state().submitted()).isEmpty();
  }

  @Test
  void everyStepIsInTheTrailAndNoShareIs() {
    submit(3);
    assertProblem(
        ErrorCode.SHARE_REFUSED, () -> unsealing.submit(custodians.get(1), shares.get(3)));
    submit(1);
    submit(0);
    unsealing.seal(custodians.get(4));
    assertThat(trail.acts)
        .containsExactly(
            "VAULT_SHARE ok",
            "VAULT_SHARE SP-SHARE-REFUSED",
            "VAULT_SHARE ok",
            "VAULT_UNSEAL ok",
            "VAULT_SHARE ok",
            "VAULT_SEAL ok");
    AuditEntry opened = trail.entries.get(4);
    assertThat(opened.action()).isEqualTo(AuditAction.VAULT_UNSEAL);
    assertThat(opened.actor()).isEqualTo(Actor.NODE);
    assertThat(opened.facts().get("shares").split(",")).containsExactlyInAnyOrder("1", "2", "4");
    assertThat(trail.entries.get(0).actor()).isEqualTo(Actor.vendor(custodians.get(3)));
    for (int i = 0; i < 5; i++) {
      assertThat(trail.entries.toString()).doesNotContain(value(i));
    }
  }

  @Test
  void whoAbortsMakesAllBeginAgain() {
    submit(0);
    submit(1);
    assertThat(unsealing.abort(custodians.get(4)).submitted()).isEmpty();
    assertThat(submit(2).submitted()).containsExactly(3);
    assertSealed();
    submit(0);
    assertThat(submit(1).unsealed()).isTrue();
  }

  @Test
  void nothingIsAbortedWithoutAnIntentInTheTrail() {
    submit(0);
    trail.intentsThatFail.add(AuditAction.VAULT_ABORT);
    assertProblem(ErrorCode.AUDIT_UNAVAILABLE, () -> unsealing.abort(custodians.get(1)));
    assertThat(unsealing.state().submitted()).containsExactly(1);
  }

  @Test
  void anAbortDoesNotSealANodeThatIsOpen() {
    unsealWithShares();
    submit(0);
    assertThat(unsealing.abort(custodians.get(0)).unsealed()).isTrue();
  }

  @Test
  void aRestartForgetsSharesAndKeys() {
    submit(0);
    submit(1);
    Unsealing restarted = unsealing(new OpenRing());
    assertThat(restarted.state().submitted()).isEmpty();
    assertThat(restarted.submit(custodians.get(2), shares.get(2)).unsealed()).isFalse();
    assertThat(submit(2).unsealed()).isTrue();
    assertThat(unsealing(new OpenRing()).state().unsealed()).isFalse();
  }

  @Test
  void sealingForgetsKeysAndShares() {
    unsealWithShares();
    submit(0);
    submit(1);
    VaultState state = unsealing.seal(custodians.get(3));
    assertThat(state.unsealed()).isFalse();
    assertThat(state.submitted()).isEmpty();
    assertThat(state.keys()).isEmpty();
    assertSealed();
    assertThat(submit(2).unsealed()).isFalse();
  }

  /** It says so: whoever seals in an emergency must not read that nothing was done. */
  @Test
  void aNodeIsSealedThoughTheTrailIsDown() {
    unsealWithShares();
    submit(0);
    trail.isDown();
    assertProblem(ErrorCode.AUDIT_OUTCOME_UNWRITTEN, () -> unsealing.seal(custodians.get(1)));
    assertSealed();
    assertThat(unsealing.state().submitted()).isEmpty();
  }

  /** The last share is on its way to the keys when somebody seals. */
  @Test
  void sealingWinsAgainstAnUnsealingUnderWay() throws Exception {
    unsealWithShares();
    submit(0);
    submit(1);
    CountDownLatch unsealing = new CountDownLatch(1);
    CountDownLatch sealed = new CountDownLatch(1);
    trail.whenIntended(
        action -> {
          if (action == AuditAction.VAULT_UNSEAL) {
            unsealing.countDown();
            await(sealed);
          }
        });
    Thread custodian = new Thread(() -> submit(2));
    custodian.start();
    await(unsealing);
    Thread sealing = new Thread(() -> this.unsealing.seal(PersonId.NODE));
    sealing.start();
    Instant end = Instant.now().plusSeconds(10);
    while (ring.isOpen() && Instant.now().isBefore(end)) {
      Thread.sleep(1);
    }
    sealed.countDown();
    custodian.join();
    sealing.join();
    assertSealed();
  }

  /** New key files need no restart: the custodians unseal the open node once more. */
  @Test
  void anOpenNodeReadsItsKeysAgain() throws Exception {
    unsealWithShares();
    KeyRing before = ring.require();
    Site next = new Site();
    try (MasterKey master = new MasterKey(masterKey.clone())) {
      write("next.sealed", browserKey(next, master));
    }
    submit(3);
    submit(1);
    assertThat(ring.require()).isSameAs(before);
    assertThat(submit(4).keys()).hasSize(3).contains(Site.kid(next.recipient));
  }

  @Test
  void anOpenNodeStaysAsItIsWhenItsNewKeysCannotBeOpened() throws Exception {
    unsealWithShares();
    KeyRing before = ring.require();
    try (MasterKey other = MasterKey.random()) {
      write("other.sealed", browserKey(new Site(), other));
    }
    submit(0);
    submit(1);
    assertProblem(ErrorCode.UNSEAL_FAILED, () -> submit(2));
    assertThat(ring.require()).isSameAs(before);
    assertThat(unsealing.state().submitted()).isEmpty();
  }

  @Test
  void keyFilesOfAnotherMasterKeyLeaveTheNodeSealed() throws Exception {
    try (MasterKey other = MasterKey.random()) {
      sealKeys(other);
    }
    submit(0);
    submit(1);
    assertProblem(ErrorCode.UNSEAL_FAILED, () -> submit(2));
    assertSealed();
    assertThat(unsealing.state().submitted()).isEmpty();
    assertThat(trail.acts)
        .endsWith("VAULT_UNSEAL SP-UNSEAL-FAILED", "VAULT_SHARE SP-UNSEAL-FAILED");
  }

  @Test
  void aMissingKeyFileLeavesTheNodeSealed() throws Exception {
    settings.with("sallyport.vault.keys", Files.createDirectory(folder.resolve("empty")));
    submit(0);
    submit(1);
    assertProblem(ErrorCode.UNSEAL_FAILED, () -> submit(2));
    assertSealed();
  }

  /** New shares were made meanwhile, for fewer custodians: old ones and new ones never mix. */
  @Test
  void sharesOfTwoSplittingsAreForgottenTogether() throws Exception {
    submit(0);
    submit(1);
    try (MasterKey master = new MasterKey(masterKey.clone())) {
      shares = split(master, 5, 2);
    }
    assertProblem(ErrorCode.UNSEAL_FAILED, () -> submit(2));
    assertSealed();
    assertThat(unsealing.state().submitted()).isEmpty();
    submit(0);
    assertThat(submit(4).unsealed()).isTrue();
  }

  @Test
  void amongManyAtOnceEachShareCountsOnce() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      int who = i % 5;
      Thread thread =
          new Thread(
              () -> {
                await(go);
                try {
                  unsealing.submit(custodians.get(who), shares.get(who % 2));
                } catch (ProblemException refused) {
                  assertThat(refused.problem().code()).isEqualTo("SP-SHARE-REFUSED");
                }
              });
      threads.add(thread);
      thread.start();
    }
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(unsealing.state().submitted()).containsExactly(1, 2);
    assertSealed();
    assertThat(trail.acts.stream().filter("VAULT_SHARE ok"::equals)).hasSize(2);
  }

  @Test
  void aMasterKeyFromElsewhereOpensItAndIsZeroed() {
    settings.with("sallyport.unseal.method", "kms");
    assertThat(unsealing.state().threshold()).isZero();
    assertProblem(ErrorCode.SHARE_REFUSED, () -> submit(0));
    byte[] wrong = masterKey.clone();
    wrong[0] ^= 1;
    assertProblem(ErrorCode.UNSEAL_FAILED, () -> unsealing.unseal(wrong));
    assertThat(wrong).containsOnly(0);
    assertSealed();
    byte[] right = masterKey.clone();
    assertThat(unsealing.unseal(right).unsealed()).isTrue();
    assertThat(right).containsOnly(0);
  }

  private Unsealing unsealing(OpenRing ring) {
    UnsealSettings read = new UnsealSettings(settings);
    return new Unsealing(
        ring,
        read,
        new KeySource(read, JVM, new FipsState(Optional.empty(), JVM), MANIFEST),
        MANIFEST,
        trail);
  }

  private void sealKeys(MasterKey master) throws Exception {
    write("browser.sealed", browserKey(SITE, master));
    write(
        "openpgp.sealed",
        SealedKey.seal(
            OpenPgpKey.fingerprint(SITE.openPgpSubkey()),
            "openpgp",
            SITE.openPgp.secret().getEncoded(),
            master));
  }

  private static SealedKey browserKey(Site site, MasterKey master) {
    return SealedKey.seal(
        Site.kid(site.recipient),
        "browser",
        site.recipient.toJSONString().getBytes(StandardCharsets.UTF_8),
        master);
  }

  private void write(String name, SealedKey key) throws Exception {
    Files.writeString(folder.resolve(name), key.compact());
  }

  private List<String> split(MasterKey master, int shares, int threshold) throws Exception {
    ShareSet.Split split = ShareSet.split(master, shares, threshold);
    Files.writeString(folder.resolve("shares.json"), split.set().toJson());
    return split.shares().stream().map(Share::text).toList();
  }

  private VaultState submit(int custodian) {
    return unsealing.submit(custodians.get(custodian), shares.get(custodian));
  }

  private void unsealWithShares() {
    submit(0);
    submit(1);
    assertThat(submit(2).unsealed()).isTrue();
  }

  private String value(int share) {
    return shares.get(share).split("\\.")[5];
  }

  private static String foreignShare() {
    try (MasterKey other = MasterKey.random()) {
      return ShareSet.split(other, 5, 3).shares().get(2).text();
    }
  }

  /** A share with one bit turned over, and a check that agrees. */
  private String altered(int share) throws Exception {
    try (Share sound = Share.read(shares.get(share))) {
      byte[] value = sound.value().clone();
      value[7] ^= 1;
      return new Share(sound.set(), sound.index(), sound.threshold(), value).text();
    }
  }

  private String detailOf(String share) {
    return assertProblem(ErrorCode.SHARE_REFUSED, () -> unsealing.submit(custodians.get(2), share))
        .problem()
        .detail();
  }

  private void assertSealed() {
    assertThat(unsealing.state().unsealed()).isFalse();
    assertProblem(ErrorCode.VAULT_SEALED, ring::require);
  }

  private static ProblemException assertProblem(ErrorCode code, ThrowingCallable act) {
    ProblemException thrown = catchThrowableOfType(ProblemException.class, act);
    assertThat(thrown).isNotNull();
    assertThat(thrown.problem().code()).isEqualTo(code.code());
    return thrown;
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
