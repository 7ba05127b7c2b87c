/* From a form that was filled in to a sealed connection: whatever kind of details it has. */
import {Problem, get, post, show} from './api.js';
import {confirmed} from './ceremony.js';
import {NotTrusted, activeKey, fingerprint, grouped, verified} from './manifest.js';
import {NotTrustworthy, TooLong, seal} from './seal.js';

/** Whether this browser can. Where it cannot, nothing can be sent. */
export function canSeal() {
  return window.isSecureContext && Boolean(crypto.subtle);
}

/** Shows which root the keys must be signed by. */
export function showRoot(place) {
  get('trust-root').then(fingerprint).then(name => { place.textContent = grouped(name); }).catch(() => {});
}

function told(error) {
  if (error instanceof Problem) {
    return error;
  }
  const detail = error instanceof TooLong ? 'The form is too long: shorten the note.'
    : error instanceof NotTrusted ? `The portal's keys are not trusted: ${error.message}. Nothing was sent; tell the vendor's support.`
    : error instanceof NotTrustworthy ? 'The portal sent a key that cannot be right. Reload the page; if it persists, tell support.'
    : 'This browser could not seal the form. Use a current browser over HTTPS.';
  return {code: 'SP-SEALING-FAILED', title: 'Nothing was sent', detail};
}

async function sealAndStore(form, way, alias, account, progress) {
  progress.textContent = 'Sealing…';
  const root = await get('trust-root');
  const leave = await confirmed(() => post('sealing-tickets', {connection: form.dataset.connection || null, way}));
  const envelope = await seal(account, leave.context, activeKey(await verified(leave.manifest, root)));
  progress.textContent = 'Storing…';
  const capabilities = form.dataset.capabilities.split(' ');
  return post('envelopes', {alias, ticket: leave.context.ticket, envelope, capabilities});
}

/**
 * Seals and stores, then goes to the connection; or shows why not, and leaves the form as it is.
 *
 * @param form with data-connection and data-capabilities, a submit button, and #progress in it
 * @param way role or node
 */
export async function sealing(form, way, alias, account) {
  const button = form.querySelector('button[type=submit]');
  const progress = form.querySelector('#progress');
  button.disabled = true;
  try {
    const stored = await sealAndStore(form, way, alias, account, progress).catch(error => {
      // The key was replaced between the ticket and the envelope: the next ticket names the new one.
      if (error.code === 'SP-ENVELOPE-KEY-UNKNOWN') {
        return sealAndStore(form, way, alias, account, progress);
      }
      throw error;
    });
    form.reset();
    location.assign('/portal/connection?id=' + encodeURIComponent(stored.connection) + '#test');
  } catch (error) {
    show(told(error));
    progress.textContent = '';
    button.disabled = false;
  }
}
