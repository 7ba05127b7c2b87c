package io.sallyport.crypto.ring;

import com.codahale.shamir.Scheme;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.format.StrictJson;
import io.sallyport.crypto.keys.KeyFileException;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One splitting of the master key, without its secrets: enough to tell a right share from a wrong,
 * altered or foreign one. Every decrypt node has it as a file.
 *
 * <pre>{"type": "sallyport-shares/1", "set", "threshold", "commitments": [{"index", "sha256"}, …]}
 * </pre>
 *
 * @param id 16 hexadecimal digits
 * @param threshold how many shares make the master key
 * @param commitments SHA-256 of each share, by index; see {@link Share#commitment()}
 */
public record ShareSet(String id, int threshold, Map<Integer, byte[]> commitments) {
  private static final String TYPE = "sallyport-shares/1";
  private static final int ID = 8;
  private static final int HASH = 32;

  /**
   * A new splitting.
   *
   * @param set what may be known of it
   * @param shares the secrets, one for each custodian; whoever has them closes them
   */
  public record Split(ShareSet set, List<Share> shares) {}

  public ShareSet {
    commitments = Map.copyOf(commitments);
  }

  /**
   * Splits a master key after Shamir, over GF(256).
   *
   * @param shares from {@code threshold} to 255
   * @param threshold at least 2
   * @throws IllegalArgumentException for other numbers
   */
  public static Split split(MasterKey key, int shares, int threshold) {
    if (threshold < 2 || shares < threshold || shares > Share.MAX_SHARES) {
      throw new IllegalArgumentException(
          "the threshold is at least 2, and there are from as many to 255 shares");
    }
    SecureRandom random = new SecureRandom();
    byte[] id = new byte[ID];
    random.nextBytes(id);
    String set = HexFormat.of().formatHex(id);
    List<Share> made = new ArrayList<>();
    Map<Integer, byte[]> commitments = new TreeMap<>();
    new Scheme(random, shares, threshold)
        .split(key.value())
        .forEach((index, value) -> made.add(new Share(set, index, threshold, value)));
    made.forEach(share -> commitments.put(share.index(), share.commitment()));
    return new Split(new ShareSet(set, threshold, commitments), made);
  }

  /**
   * Whether that share is one of this set.
   *
   * @throws ShareRefused saying what is wrong with it
   */
  public void require(Share share) throws ShareRefused {
    if (!share.set().equals(id)) {
      throw new ShareRefused(
          ShareRefused.Reason.FOREIGN,
          "it belongs to set %s, and this node needs set %s".formatted(share.set(), id));
    }
    byte[] commitment = commitments.get(share.index());
    if (commitment == null
        || share.threshold() != threshold
        || !MessageDigest.isEqual(commitment, share.commitment())) {
      throw new ShareRefused(
          ShareRefused.Reason.ALTERED,
          "it is not the share %d that was made for set %s".formatted(share.index(), id));
    }
  }

  /**
   * Joins shares.
   *
   * @param shares at least as many as the threshold says, of this set, none twice
   * @throws ShareRefused when one of them is not
   */
  public MasterKey combine(List<Share> shares) throws ShareRefused {
    Map<Integer, byte[]> values = new TreeMap<>();
    for (Share share : shares) {
      require(share);
      if (values.put(share.index(), share.value()) != null) {
        throw new ShareRefused(
            ShareRefused.Reason.DUPLICATE, "share %d is there twice".formatted(share.index()));
      }
    }
    if (values.size() < threshold) {
      throw new ShareRefused(
          ShareRefused.Reason.TOO_FEW,
          "%d of %d shares are there".formatted(values.size(), threshold));
    }
    return new MasterKey(
        new Scheme(new SecureRandom(), commitments.size(), threshold).join(values));
  }

  /**
   * Reads the file.
   *
   * @throws KeyFileException when it cannot be read
   */
  public static ShareSet in(Path file) {
    try {
      return read(Files.readAllBytes(file));
    } catch (IOException | FormatException e) {
      throw new KeyFileException(file + ": not a readable set of shares: " + e.getMessage(), e);
    }
  }

  /** Reads the document. */
  public static ShareSet read(byte[] json) throws FormatException {
    JsonObject document = StrictJson.object(json);
    StrictJson.requireMembers(
        "a set of shares", document, Set.of("type", "set", "threshold", "commitments"));
    StrictJson.requireText(document, "type", TYPE);
    String set = StrictJson.text(document, "set");
    if (!set.matches("[0-9a-f]{16}")) {
      throw new FormatException("a set's id has 16 hexadecimal digits");
    }
    Map<Integer, byte[]> commitments = new TreeMap<>();
    for (JsonObject each : StrictJson.objects(document, "commitments", Share.MAX_SHARES)) {
      StrictJson.requireMembers("a commitment", each, Set.of("index", "sha256"));
      int index = (int) StrictJson.whole(each, "index", 1, Share.MAX_SHARES);
      if (commitments.put(index, StrictJson.bytes(each, "sha256", HASH)) != null) {
        throw new FormatException("no share stands twice");
      }
    }
    if (commitments.size() < 2) {
      throw new FormatException("there are at least 2 shares");
    }
    return new ShareSet(
        set, (int) StrictJson.whole(document, "threshold", 2, commitments.size()), commitments);
  }

  /** The document. */
  public String toJson() {
    JsonArrayBuilder all = Json.createArrayBuilder();
    new TreeMap<>(commitments)
        .forEach(
            (index, hash) ->
                all.add(
                    Json.createObjectBuilder()
                        .add("index", index)
                        .add(
                            "sha256",
                            Base64.getUrlEncoder().withoutPadding().encodeToString(hash))));
    return Json.createObjectBuilder()
        .add("type", TYPE)
        .add("set", id)
        .add("threshold", threshold)
        .add("commitments", all)
        .build()
        .toString();
  }
}
