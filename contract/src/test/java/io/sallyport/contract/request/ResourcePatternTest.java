package io.sallyport.contract.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcePatternTest {
  private final AllowList list = AllowList.ofThisRelease();

  @Test
  void eachNamedResourceIsAnArn() {
    assertThat(
            list.find("ec2", "TerminateInstances")
                .resources(Map.of("InstanceIds", List.of("i-2", "i-1")), "aws-cn", "cn-north-1"))
        .containsExactly(
            "arn:aws-cn:ec2:cn-north-1:*:instance/i-1", "arn:aws-cn:ec2:cn-north-1:*:instance/i-2");
    assertThat(
            list.find("s3", "ListObjectsV2")
                .resources(Map.of("Bucket", "reports"), "aws", "eu-central-1"))
        .containsExactly("arn:aws:s3:::reports");
  }

  private List<String> inPath(String name, String path) {
    AllowedOperation operation = list.find("s3", name);
    return operation.resources(operation.inPath(path), "aws", "eu-central-1");
  }

  @Test
  void aRestRequestNamesItInItsPath() {
    assertThat(inPath("HeadObject", "/reports/a/b")).containsExactly("arn:aws:s3:::reports/*");
    assertThat(inPath("ListObjectsV2", "/reports")).containsExactly("arn:aws:s3:::reports");
  }

  @Test
  void whatNamesNoneIsNotCut() {
    assertThat(list.find("ec2", "DescribeInstances").resources(Map.of(), "aws", "eu-central-1"))
        .isEmpty();
    assertThat(list.find("s3", "GetObject").resources(Map.of(), "aws", "eu-central-1")).isEmpty();
  }

  /** A policy would read more into it than the name of one. */
  @ParameterizedTest
  @ValueSource(
      strings = {"*", "a*", "a?", "${aws:username}", "a/b", "", "a:b", "%2a", "point-abc-s3alias"})
  void noNameReachesFartherThanItself(String name) {
    assertThat(
            list.find("s3", "GetObject").resources(Map.of("Bucket", name), "aws", "eu-central-1"))
        .isEmpty();
  }
}
