package io.sallyport.sandbox.s3;

import io.sallyport.sandbox.aws.Answer;
import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Operation;
import io.sallyport.sandbox.s3.Buckets.Bucket;
import io.sallyport.sandbox.s3.Buckets.Stored;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.WireBody;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reading from S3, only by the account that owns the bucket.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html">S3 API
 *     reference</a>
 */
public final class S3Operations {
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,15})-([0-9]{0,15})");
  private static final int PAGE = 1000;

  private final Buckets buckets;

  public S3Operations(Buckets buckets) {
    this.buckets = buckets;
  }

  public Map<String, Operation> operations() {
    return Map.of(
        "ListBuckets",
        this::listBuckets,
        "ListObjectsV2",
        this::listObjects,
        "HeadObject",
        call -> object(call, false),
        "GetObject",
        call -> object(call, true));
  }

  private Answer listBuckets(Call call) {
    call.requireAction("s3:ListAllMyBuckets", "*", call.facts());
    return Answer.of(
        xml ->
            xml.list(
                "Buckets",
                "Bucket",
                buckets.of(call.caller().accountId()).entrySet(),
                each -> xml.text("Name", each.getKey()).text("CreationDate", each.getValue())));
  }

  private Answer listObjects(Call call) {
    String name = call.parameters().optional("Bucket").orElseThrow();
    call.requireAction("s3:ListBucket", "arn:aws:s3:::" + name, call.facts());
    Bucket bucket = own(call, name);
    String prefix = call.parameters().optional("prefix").orElse("");
    String after =
        call.parameters()
            .optional("continuation-token")
            .or(() -> call.parameters().optional("start-after"))
            .orElse("");
    int most = call.parameters().optional("max-keys").map(Integer::parseInt).orElse(PAGE);
    List<Map.Entry<String, Stored>> all =
        bucket.objects().entrySet().stream()
            .filter(each -> each.getKey().startsWith(prefix) && each.getKey().compareTo(after) > 0)
            .toList();
    List<Map.Entry<String, Stored>> page = all.subList(0, Math.min(most, all.size()));
    boolean more = page.size() < all.size();
    return Answer.of(
        xml -> {
          xml.text("Name", name).text("Prefix", prefix).text("KeyCount", page.size());
          xml.text("MaxKeys", most).text("IsTruncated", more);
          if (more) {
            xml.text("NextContinuationToken", page.get(page.size() - 1).getKey());
          }
          page.forEach(
              each ->
                  xml.inside(
                      "Contents",
                      () ->
                          xml.text("Key", each.getKey())
                              .text("LastModified", each.getValue().modified())
                              .text("ETag", etag(each.getKey(), each.getValue()))
                              .text("Size", each.getValue().size())
                              .text("StorageClass", "STANDARD")));
        });
  }

  private Answer object(Call call, boolean withContent) {
    String name = call.parameters().optional("Bucket").orElseThrow();
    String key = call.parameters().optional("Key").orElseThrow();
    call.requireAction("s3:GetObject", "arn:aws:s3:::" + name + "/" + key, call.facts());
    SortedMap<String, Stored> objects = own(call, name).objects();
    Stored stored = objects.get(key);
    if (stored == null) {
      throw new AwsFault(404, "NoSuchKey", "The specified key does not exist.");
    }
    Map<String, String> headers = new HashMap<>();
    headers.put("ETag", etag(key, stored));
    headers.put("Accept-Ranges", "bytes");
    headers.put(
        "Last-Modified",
        DateTimeFormatter.RFC_1123_DATE_TIME.format(stored.modified().atOffset(ZoneOffset.UTC)));
    Matcher range = RANGE.matcher(call.parameters().optional("Range").orElse(""));
    if (!withContent || !range.matches()) {
      return Answer.content(200, new MadeUpContent(0, stored.size()), headers);
    }
    long from = Long.parseLong(range.group(1));
    long to =
        range.group(2).isEmpty()
            ? stored.size() - 1
            : Math.min(stored.size() - 1, Long.parseLong(range.group(2)));
    if (from > to) {
      throw new AwsFault(416, "InvalidRange", "The requested range is not satisfiable");
    }
    headers.put("Content-Range", "bytes " + from + "-" + to + "/" + stored.size());
    WireBody part = new MadeUpContent(from, to - from + 1);
    return Answer.content(206, part, headers);
  }

  private Bucket own(Call call, String name) {
    Bucket found =
        buckets
            .find(name)
            .orElseThrow(
                () -> new AwsFault(404, "NoSuchBucket", "The specified bucket does not exist"));
    if (!found.account().equals(call.caller().accountId())) {
      throw new AwsFault(403, "AccessDenied", "Access Denied");
    }
    return found;
  }

  private static String etag(String key, Stored stored) {
    return "\"%08x%08x\"".formatted(key.hashCode(), Long.hashCode(stored.size()));
  }
}
