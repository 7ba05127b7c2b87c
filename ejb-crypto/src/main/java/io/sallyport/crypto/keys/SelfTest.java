package io.sallyport.crypto.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPrivateKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Known answers, asked of the configured providers when a node starts: one for each operation that
 * sealing and opening use. The questions are published ones; their keys protect nothing.
 */
@ApplicationScoped
public class SelfTest {
  private static final String CURVE = "secp384r1";

  private final PrivateKeyProviders privateKeys;
  private final Optional<Provider> signatures;
  private final Optional<Provider> content;
  private final Optional<Provider> authenticated;
  private final Optional<Provider> digests;

  /** For the container's proxy. */
  protected SelfTest() {
    this(new JcaProvider());
  }

  @Inject
  public SelfTest(JcaProvider provider) {
    privateKeys = provider.privateKeys();
    signatures = provider.signatures();
    content = provider.content();
    authenticated = provider.authenticated();
    digests = provider.digests();
  }

  /** One question. */
  @FunctionalInterface
  private interface Question {
    byte[] answer() throws GeneralSecurityException;
  }

  /**
   * Asks all of them.
   *
   * @throws KeyFileException naming the first operation whose answer is wrong or missing
   */
  public void run() {
    ask("RSA decryption, PKCS #1 v1.5 (RFC 7516 appendix A.2)", this::rsa, RSA_ANSWER);
    ask("ECDH on P-384 (RFC 5903 section 8.2)", this::agreement, AGREED);
    ask("AES-256 key wrap (RFC 3394 section 4.6)", this::keyWrap, WRAPPED);
    ask("AES-256-GCM (test case 16 of its specification)", this::gcm, GCM_TEXT);
    ask("AES-256-CFB (SP 800-38A section F.3.17)", this::cfb, CFB_TEXT);
    ask("SHA-256 (FIPS 180-4)", this::sha256, SHA_256);
    ask("ECDSA on P-384 (RFC 6979 appendix A.2.6)", this::signature, "01");
  }

  private static void ask(String operation, Question question, String expected) {
    byte[] answer;
    try {
      answer = question.answer();
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new KeyFileException("Self-test: " + operation + " does not work here", e);
    }
    if (!MessageDigest.isEqual(HexFormat.of().parseHex(expected), answer)) {
      throw new KeyFileException("Self-test: " + operation + " gives a wrong answer");
    }
  }

  private byte[] rsa() throws GeneralSecurityException {
    PrivateKey key =
        Jca.keyFactory("RSA", privateKeys.rsaKeys())
            .generatePrivate(new RSAPrivateKeySpec(base64(RSA_MODULUS), base64(RSA_EXPONENT)));
    Cipher cipher = Jca.cipher("RSA/ECB/PKCS1Padding", privateKeys.rsa());
    cipher.init(Cipher.DECRYPT_MODE, key);
    return cipher.doFinal(Base64.getUrlDecoder().decode(RSA_ENCRYPTED));
  }

  private byte[] agreement() throws GeneralSecurityException {
    KeyFactory factory = Jca.keyFactory("EC", privateKeys.ec());
    KeyAgreement agreement = Jca.ecdh(privateKeys.ec());
    agreement.init(factory.generatePrivate(new ECPrivateKeySpec(number(EC_PRIVATE), curve())));
    agreement.doPhase(publicKey(factory, EC_X, EC_Y), true);
    return agreement.generateSecret();
  }

  private byte[] keyWrap() throws GeneralSecurityException {
    Cipher cipher = Jca.cipher("AESWrap", content);
    cipher.init(Cipher.WRAP_MODE, aes(WRAPPING));
    return cipher.wrap(aes(TO_WRAP));
  }

  private byte[] gcm() throws GeneralSecurityException {
    Cipher cipher = Jca.cipher("AES/GCM/NoPadding", authenticated);
    cipher.init(Cipher.DECRYPT_MODE, aes(GCM_KEY), new GCMParameterSpec(128, bytes(GCM_IV)));
    cipher.updateAAD(bytes(GCM_AAD));
    return cipher.doFinal(bytes(GCM_SEALED));
  }

  private byte[] cfb() throws GeneralSecurityException {
    Cipher cipher = Jca.cipher("AES/CFB/NoPadding", content);
    cipher.init(Cipher.DECRYPT_MODE, aes(CFB_KEY), new IvParameterSpec(bytes(CFB_IV)));
    return cipher.doFinal(bytes(CFB_SEALED));
  }

  private byte[] sha256() throws GeneralSecurityException {
    return Jca.digest("SHA-256", digests).digest("abc".getBytes(StandardCharsets.US_ASCII));
  }

  private byte[] signature() throws GeneralSecurityException {
    Signature signature = Jca.signature("SHA384withECDSA", signatures);
    signature.initVerify(publicKey(Jca.keyFactory("EC", signatures), SIGNER_X, SIGNER_Y));
    signature.update("sample".getBytes(StandardCharsets.US_ASCII));
    return new byte[] {(byte) (signature.verify(bytes(SIGNATURE)) ? 1 : 0)};
  }

  private static PublicKey publicKey(KeyFactory factory, String x, String y)
      throws GeneralSecurityException {
    return factory.generatePublic(new ECPublicKeySpec(new ECPoint(number(x), number(y)), curve()));
  }

  private static ECParameterSpec curve() throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(CURVE));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  private static SecretKeySpec aes(String hex) {
    return new SecretKeySpec(bytes(hex), "AES");
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static BigInteger number(String hex) {
    return new BigInteger(hex, 16);
  }

  private static BigInteger base64(String text) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(text));
  }

  private static final String RSA_MODULUS =
      "sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri23bOdgWp4Dy1WlUzewbgBHod5pcM9H95GQRV3JDX"
          + "boIRROSBigeC5yjU1hGzHHyXss8UDprecbAYxknTcQkhslANGRUZmdTOQ5qTRsLAt6BTYuyvVRdhS8exS"
          + "ZEy_c4gs_7svlJJQ4H9_NxsiIoLwAEk7-Q3UXERGYw_75IDrGA84-lA_-Ct4eTlXHBIY2EaV7t7LjJayn"
          + "VJCpkv4LKjTTAumiGUIuQhrNhZLuF_RJLqHpM2kgWFLU7-VTdL1VbC2tejvcI2BlMkEpk1BzBZI0KQB0G"
          + "aDWFLN-aEAw3vRw";
  private static final String RSA_EXPONENT =
      "VFCWOqXr8nvZNyaaJLXdnNPXZKRaWCjkU5Q2egQQpTBMwhprMzWzpR8Sxq1OPThh_J6MUD8Z35wky9b8eEO0"
          + "pwNS8xlh1lOFRRBoNqDIKVOku0aZb-rynq8cxjDTLZQ6Fz7jSjR1Klop-YKaUHc9GsEofQqYruPhzSA-Q"
          + "gajZGPbE_0ZaVDJHfyd7UUBUKunFMScbflYAAOYJqVIVwaYR5zWEEceUjNnTNo_CVSj-VvXLO5VZfCUAV"
          + "LgW4dpf1SrtZjSt34YLsRarSb127reG_DUwg9Ch-KyvjT1SkHgUWRVGcyly7uvVGRSDwsXypdrNinPA4j"
          + "lhoNdizK2zF2CWQ";
  private static final String RSA_ENCRYPTED =
      "UGhIOguC7IuEvf_NPVaXsGMoLOmwvc1GyqlIKOK1nN94nHPoltGRhWhw7Zx0-kFm1NJn8LE9XShH59_i8J0P"
          + "H5ZZyNfGy2xGdULU7sHNF6Gp2vPLgNZ__deLKxGHZ7PcHALUzoOegEI-8E66jX2E4zyJKx-YxzZIItRzC"
          + "5hlRirb6Y5Cl_p-ko3YvkkysZIFNPccxRU7qve1WYPxqbb2Yw8kZqa2rMWI5ng8OtvzlV7elprCbuPhcC"
          + "dZ6XDP0_F8rkXds2vE4X-ncOIM8hAYHHi29NX0mcKiRaD0-D-ljQTP-cFPgwCp6X-nZZd9OHBv-B3oWh2"
          + "TbqmScqXMR4gp_A";
  private static final String RSA_ANSWER =
      "04d31fc5549dfcfe0b649dfa3faa6ace6b7cd42d6f6b09dbc8b100f08f9c2ccf";

  private static final String EC_PRIVATE =
      "099f3c7034d4a2c699884d73a375a67f7624ef7c6b3c0f160647b67414dce655"
          + "e35b538041e649ee3faef896783ab194";
  private static final String EC_X =
      "e558dbef53eecde3d3fccfc1aea08a89a987475d12fd950d83cfa41732bc509d"
          + "0d1ac43a0336def96fda41d0774a3571";
  private static final String EC_Y =
      "dcfbec7aacf3196472169e838430367f66eebe3c6e70c416dd5f0c68759dd1ff"
          + "f83fa40142209dff5eaad96db9e6386c";
  private static final String AGREED =
      "11187331c279962d93d604243fd592cb9d0a926f422e47187521287e7156c5c4"
          + "d603135569b9e9d09cf5d4a270f59746";

  private static final String WRAPPING =
      "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
  private static final String TO_WRAP =
      "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f";
  private static final String WRAPPED =
      "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21";

  private static final String GCM_KEY =
      "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
  private static final String GCM_IV = "cafebabefacedbaddecaf888";
  private static final String GCM_AAD = "feedfacedeadbeeffeedfacedeadbeefabaddad2";
  private static final String GCM_TEXT =
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
          + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
  private static final String GCM_SEALED =
      "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
          + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
          + "76fc6ece0f4e1768cddf8853bb2d551b";

  private static final String CFB_KEY =
      "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4";
  private static final String CFB_IV = "000102030405060708090a0b0c0d0e0f";
  private static final String CFB_TEXT = "6bc1bee22e409f96e93d7e117393172a";
  private static final String CFB_SEALED = "dc7e84bfda79164b7ecd8486985d3860";

  private static final String SHA_256 =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static final String SIGNER_X =
      "ec3a4e415b4e19a4568618029f427fa5da9a8bc4ae92e02e06aae5286b300c64"
          + "def8f0ea9055866064a254515480bc13";
  private static final String SIGNER_Y =
      "8015d9b72d7d57244ea8ef9ac0c621896708a59367f9dfb9f54ca84b3f1c9db1"
          + "288b231c3ae0d4fe7344fd2533264720";
  private static final String SIGNATURE =
      "306602310094edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4"
          + "ea95ad133c81a648152e44acf96e36dd1e80fabe4602310099ef4aeb15f178ce"
          + "a1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e"
          + "7b82c71a38628ac8";
}
