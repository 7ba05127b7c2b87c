/*
 * Decides which key to seal for: only one that stands as active in a manifest that the site's root
 * keys signed (JWS in the general JSON serialization, RFC 7515 section 7.2.1; ES384), that has not
 * expired, and that is no older than any this browser has seen. The root is remembered when it is
 * seen first; its fingerprint is for people to compare out of band.
 */
import {base64url, thumbprint} from './seal.js';

const ROOT = 'sallyport-root/1';
const MANIFEST = 'sallyport-manifest/1';
const SIGNED = 'sallyport-manifest+jws';
const LONGEST_LIFE = 30 * 24 * 60 * 60;
const CLOCKS_DIFFER = 60 * 60;
const ROOT_SEEN = 'sallyport.root';
const VERSION_SEEN = 'sallyport.manifest';
const ascii = new TextEncoder();

/** What the portal sent is not signed as it must be, too old, or another site's; the message says which. */
export class NotTrusted extends Error {}

/** SHA-256, in hex, over the root's type, threshold and keys' thumbprints in order, a line each. */
export async function fingerprint(root) {
  require(root.type === ROOT && Number.isInteger(root.threshold) && root.threshold >= 1
    && Array.isArray(root.keys) && root.threshold <= root.keys.length, 'this is no root of trust');
  const ids = (await Promise.all(root.keys.map(thumbprint))).sort();
  require(new Set(ids).size === ids.length, 'a root key stands twice');
  const lines = [ROOT, root.threshold, ...ids].map(line => line + '\n').join('');
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', ascii.encode(lines)));
  return Array.from(hash, byte => byte.toString(16).padStart(2, '0')).join('');
}

/** A fingerprint as people compare it. */
export function grouped(hex) {
  return hex.toUpperCase().match(/.{4}/g).join(' ');
}

/** The fingerprint of the root that this browser trusts, or null before the first visit. */
export function trustedRoot() {
  return localStorage.getItem(ROOT_SEEN);
}

/** Trusts another root from now on: only after somebody compared its fingerprint. */
export async function trustRoot(root) {
  localStorage.setItem(ROOT_SEEN, await fingerprint(root));
  localStorage.removeItem(VERSION_SEEN);
}

/**
 * What a signed manifest says.
 *
 * @param text the signed manifest, as the portal handed it on
 * @param root the root of trust, as the portal publishes it
 * @param now in milliseconds since 1970
 * @returns the manifest
 */
export async function verified(text, root, now = Date.now()) {
  const name = await fingerprint(root);
  const seen = trustedRoot();
  require(!seen || seen === name, 'the root of trust has changed: compare its fingerprint under Keys before you go on');
  const manifest = await signedBy(root, text);
  require(manifest.type === MANIFEST && manifest.root === name, 'the manifest is made for another root');
  require(Number.isSafeInteger(manifest.version) && Number.isSafeInteger(manifest.issued)
    && Number.isSafeInteger(manifest.expires) && manifest.expires - manifest.issued <= LONGEST_LIFE, 'the manifest has no sound version or life');
  require(now >= (manifest.issued - CLOCKS_DIFFER) * 1000, 'the manifest is from the future: is the clock of this computer right?');
  require(now < manifest.expires * 1000, 'the manifest has expired');
  require(manifest.version >= Number(localStorage.getItem(VERSION_SEEN) ?? 0), 'the manifest is older than one this browser has seen');
  localStorage.setItem(ROOT_SEEN, name);
  localStorage.setItem(VERSION_SEEN, manifest.version);
  return manifest;
}

/** The public JWK to seal for, with its thumbprint as kid. */
export function activeKey(manifest, now = Date.now()) {
  const active = manifest.keys.filter(key => key.use === 'browser' && key.state === 'active');
  require(active.length === 1 && now < active[0].activeUntil * 1000, 'the manifest names no active key');
  return {...active[0].jwk, kid: active[0].id};
}

async function signedBy(root, text) {
  const {payload, signatures} = parsed(text);
  require(typeof payload === 'string' && Array.isArray(signatures), 'this is no signed manifest');
  const keys = new Map();
  for (const jwk of root.keys) {
    keys.set(await thumbprint(jwk), jwk);
  }
  const signers = new Set();
  for (const {protected: header, signature} of signatures) {
    const {alg, typ, kid, ...others} = parsed(new TextDecoder().decode(bytes(header)));
    require(alg === 'ES384' && typ === SIGNED && Object.keys(others).length === 0, 'the manifest is signed in another way');
    require(keys.has(kid) && !signers.has(kid), 'the manifest is signed by a key that is not the root\'s');
    require(await holds(keys.get(kid), header + '.' + payload, bytes(signature)), 'a signature of the manifest is wrong');
    signers.add(kid);
  }
  require(signers.size >= root.threshold, 'the manifest has too few signatures');
  return parsed(new TextDecoder().decode(bytes(payload)));
}

async function holds({kty, crv, x, y}, text, signature) {
  const algorithm = {name: 'ECDSA', namedCurve: 'P-384'};
  const key = await crypto.subtle.importKey('jwk', {kty, crv, x, y}, algorithm, false, ['verify']).catch(() => null);
  return key !== null && crypto.subtle.verify({name: 'ECDSA', hash: 'SHA-384'}, key, signature, ascii.encode(text));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotTrusted('the manifest cannot be read');
  }
}

/** Base64url in its one canonical form. */
function bytes(text) {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const decoded = Uint8Array.from(binary, char => char.charCodeAt(0));
    require(base64url(decoded) === text, 'the manifest is not canonical');
    return decoded;
  } catch {
    throw new NotTrusted('the manifest cannot be read');
  }
}

function require(condition, otherwise) {
  if (!condition) {
    throw new NotTrusted(otherwise);
  }
}
