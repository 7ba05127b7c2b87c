/*
 * Seals account details in the browser, with WebCrypto and nothing else.
 *
 * The result is a JWE in compact form (RFC 7516): ECDH-ES+A256KW on P-384 (RFC 7518 section 4.6),
 * A256GCM (section 5.3), bound by its header's "ctx" to one version of one record, and padded so
 * that its length tells nothing. What is sealed here can be opened by a decrypt node only.
 */

const ALGORITHM = 'ECDH-ES+A256KW';
const SUITE = 'SP1-P384';
const TYPE = 'sallyport-envelope+jwe';
const PADDED_LENGTHS = [1024, 4096, 16384, 65536];
const utf8 = new TextEncoder();

/** The form does not fit into the largest envelope. */
export class TooLong extends Error {}

/** The key or the leave to seal is not what this script accepts; nothing was sealed. */
export class NotTrustworthy extends Error {}

/**
 * Seals.
 *
 * @param account {accountId, roleArn, regions, note}
 * @param context {tenant, record, version, schema, ticket}, as the portal issued it
 * @param recipient the public JWK of the decrypt nodes
 * @returns the JWE in compact form
 */
export async function seal(account, context, recipient) {
  if (recipient.kty !== 'EC' || recipient.crv !== 'P-384' || recipient.kid !== await thumbprint(recipient)) {
    throw new NotTrustworthy('the key is not a P-384 key of that name');
  }
  const ephemeral = await crypto.subtle.generateKey({name: 'ECDH', namedCurve: 'P-384'}, true, ['deriveBits']);
  const {kty, crv, x, y} = await crypto.subtle.exportKey('jwk', ephemeral.publicKey);
  const header = base64url(utf8.encode(JSON.stringify({
    alg: ALGORITHM,
    enc: 'A256GCM',
    typ: TYPE,
    v: 1,
    suite: SUITE,
    kid: recipient.kid,
    ctx: base64url(await sha256(utf8.encode(canonical(context)))),
    epk: {kty, crv, x, y},
  })));
  const wrappingKey = await agree(ephemeral.privateKey, recipient);
  const contentKey = await crypto.subtle.generateKey({name: 'AES-GCM', length: 256}, true, ['encrypt']);
  const encryptedKey = await crypto.subtle.wrapKey('raw', contentKey, wrappingKey, 'AES-KW');
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = new Uint8Array(await crypto.subtle.encrypt(
    {name: 'AES-GCM', iv, additionalData: utf8.encode(header), tagLength: 128},
    contentKey,
    padded(JSON.stringify({context, account}))));
  const tag = sealed.length - 16;
  return [header, base64url(encryptedKey), base64url(iv), base64url(sealed.subarray(0, tag)), base64url(sealed.subarray(tag))].join('.');
}

/** The key that wraps the content key: ECDH, then the Concat KDF. */
async function agree(privateKey, recipient) {
  const {kty, crv, x, y} = recipient;
  const publicKey = await crypto.subtle.importKey('jwk', {kty, crv, x, y}, {name: 'ECDH', namedCurve: crv}, false, []);
  const shared = new Uint8Array(await crypto.subtle.deriveBits({name: 'ECDH', public: publicKey}, privateKey, 384));
  const key = await concatKdf(shared, ALGORITHM, 256);
  return crypto.subtle.importKey('raw', key, 'AES-KW', false, ['wrapKey']);
}

/**
 * The Concat KDF of RFC 7518 section 4.6.2, for keys of at most 256 bits: one round of SHA-256.
 *
 * @param apu and apv bytes, empty in our envelopes
 */
export async function concatKdf(shared, algorithm, bits, apu = new Uint8Array(), apv = new Uint8Array()) {
  const hash = await sha256(joined(uint32(1), shared,
    withLength(utf8.encode(algorithm)), withLength(apu), withLength(apv), uint32(bits)));
  return hash.subarray(0, bits / 8);
}

/** The RFC 8785 (JCS) form of a flat object of strings and whole numbers. */
export function canonical(flat) {
  return '{' + Object.keys(flat).sort().map(name => JSON.stringify(name) + ':' + JSON.stringify(flat[name])).join(',') + '}';
}

/** The RFC 7638 thumbprint of an EC key. */
export async function thumbprint({kty, crv, x, y}) {
  return base64url(await sha256(utf8.encode(canonical({kty, crv, x, y}))));
}

/** JSON in UTF-8, then spaces up to the next length in the list. */
function padded(json) {
  const bytes = utf8.encode(json);
  const length = PADDED_LENGTHS.find(each => each >= bytes.length);
  if (!length) {
    throw new TooLong('at most 64 KiB can be sealed');
  }
  const content = new Uint8Array(length).fill(0x20);
  content.set(bytes);
  return content;
}

async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

function uint32(number) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}

function withLength(bytes) {
  return joined(uint32(bytes.length), bytes);
}

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function base64url(bytes) {
  let binary = '';
  for (const byte of new Uint8Array(bytes)) {
    binary += String.fromCharCode(byte);
  }
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
