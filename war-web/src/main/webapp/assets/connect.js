/* The form whose content never leaves the browser unsealed. Its fields have no names: no browser could post them. */
import {Problem, get, post, show} from './api.js';
import {confirmed} from './ceremony.js';
import {mark} from './fields.js';
import {NotTrusted, activeKey, fingerprint, grouped, verified} from './manifest.js';
import {NotTrustworthy, TooLong, seal} from './seal.js';

const form = document.getElementById('account');
const button = form.querySelector('button[type=submit]');
const progress = document.getElementById('progress');
const field = id => document.getElementById(id);

/** What was typed, or the fields that are wrong, each with a sentence. */
function read() {
  const account = {
    accountId: field('account-id').value.replaceAll(/[\s-]/g, ''),
    roleArn: field('role-arn').value.trim(),
    regions: [...form.querySelectorAll('#regions input:checked')].map(box => box.value),
    note: field('note').value,
  };
  const wrong = new Map();
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u.test(field('alias').value.trim())) {
    wrong.set('alias', 'Use 1 to 64 letters, digits, spaces or . _ -');
  }
  if (!/^[0-9]{12}$/.test(account.accountId)) {
    wrong.set('account-id', 'An AWS account ID has 12 digits.');
  }
  const arn = /^arn:aws(?:-us-gov|-cn)?:iam::([0-9]{12}):role\/.+$/.exec(account.roleArn);
  if (!arn) {
    wrong.set('role-arn', 'A role ARN looks like arn:aws:iam::123456789012:role/Name.');
  } else if (!wrong.has('account-id') && arn[1] !== account.accountId) {
    wrong.set('role-arn', 'This role belongs to another account than the one above.');
  }
  if (account.regions.length < 1 || account.regions.length > 40) {
    wrong.set('regions', 'Choose 1 to 40 regions.');
  }
  return {account, wrong};
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

async function sealAndStore(account) {
  progress.textContent = 'Sealing…';
  const root = await get('trust-root');
  const leave = await confirmed(() => post('sealing-tickets', {connection: form.dataset.connection || null}));
  const envelope = await seal(account, leave.context, activeKey(await verified(leave.manifest, root)));
  progress.textContent = 'Storing…';
  const capabilities = form.dataset.capabilities.split(' ');
  return post('envelopes', {alias: field('alias').value.trim(), ticket: leave.context.ticket, envelope, capabilities});
}

form.addEventListener('submit', async event => {
  event.preventDefault();
  show(null);
  const {account, wrong} = read();
  mark(form, wrong);
  if (wrong.size > 0) {
    return;
  }
  button.disabled = true;
  try {
    const stored = await sealAndStore(account).catch(error => {
      // The key was replaced between the ticket and the envelope: the next ticket names the new one.
      if (error.code === 'SP-ENVELOPE-KEY-UNKNOWN') {
        return sealAndStore(account);
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
});

// An existing connection keeps its alias.
field('alias').readOnly = form.dataset.connection !== '';
button.disabled = !window.isSecureContext || !crypto.subtle;

const FORMS = {template: 'cloudformation', terraform: 'terraform', commands: 'cli'};

/* The role is made for what is ticked, at once; whatever was typed below stays. The address can be handed on. */
field('capabilities').addEventListener('change', async event => {
  const chosen = [...field('capabilities').querySelectorAll('input:checked')].map(box => box.value);
  field('last-capability').hidden = chosen.length > 0;
  if (chosen.length === 0) {
    event.target.checked = true;
    return;
  }
  const query = chosen.map(code => '&capability=' + encodeURIComponent(code)).join('');
  form.dataset.capabilities = chosen.join(' ');
  for (const [id, kind] of Object.entries(FORMS)) {
    field(id).href = `/api/v1/role-template?form=${kind}${query}`;
  }
  const id = form.dataset.connection ? `id=${form.dataset.connection}` : '';
  history.replaceState(null, '', `/portal/connect?${(id + query).replace(/^&/, '')}`);
  const stack = await get(`role-template?form=cloudformation${query}`);
  field('permission-policy').textContent =
    JSON.stringify(stack.Resources.SallyportRole.Properties.Policies[0].PolicyDocument, null, 2);
});

get('trust-root').then(fingerprint).then(name => { field('root').textContent = grouped(name); }).catch(() => {});
