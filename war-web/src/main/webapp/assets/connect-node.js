/* The form for an account that is worked in through the company's own node; see connect.js. */
import {get, show} from './api.js';
import {chosenCapabilities, mark, readAccount} from './fields.js';
import {canSeal, sealing, showRoot} from './sealing.js';

const form = document.getElementById('account');
const button = form.querySelector('button[type=submit]');
const field = id => document.getElementById(id);
const NETWORK = /^[0-9a-fA-F.:]+(\/[0-9]{1,3})?$/;

/** The endpoint in the one form it is sealed in: scheme, host and port. */
function endpoint(text) {
  try {
    const url = new URL(text.includes('://') ? text : 'https://' + text);
    return url.protocol === 'https:' && url.pathname === '/' && !url.search && !url.hash && !url.username
      ? 'https://' + url.host : null;
  } catch {
    return null;
  }
}

function read() {
  const wrong = new Map();
  const {alias, account} = readAccount(form, wrong);
  account.node = field('node').value;
  const dials = field('dials').checked;
  account.endpoint = dials ? '' : endpoint(field('endpoint').value.trim());
  account.networks = dials ? [] : field('networks').value.split(/[\s,]+/).filter(Boolean);
  if (!account.node) {
    wrong.set('node', 'Choose a node that is enrolled.');
  }
  if (!dials && !account.endpoint) {
    wrong.set('endpoint', 'An endpoint looks like https://sallyport.example.com:9443.');
  }
  if (account.networks.length > 16 || !account.networks.every(each => NETWORK.test(each))) {
    wrong.set('networks', 'At most 16 networks, each like 10.20.0.0/16.');
  }
  return {alias, account, wrong};
}

field('dials').addEventListener('change', () => {
  for (const each of ['endpoint', 'networks']) {
    field(each).closest('.field').hidden = field('dials').checked;
  }
});

form.addEventListener('submit', async event => {
  event.preventDefault();
  show(null);
  const {alias, account, wrong} = read();
  mark(form, wrong);
  if (wrong.size === 0) {
    await sealing(form, 'node', alias, account);
  }
});

/* What the machine's role and the node must allow, for what is ticked. */
field('capabilities').addEventListener('change', async event => {
  const boxes = chosenCapabilities(event);
  if (!boxes) {
    return;
  }
  form.dataset.capabilities = boxes.map(box => box.value).join(' ');
  const operations = new Set(boxes.flatMap(box => box.dataset.operations.split(', ')));
  field('operations').textContent = [...operations].sort().join(', ');
  const query = boxes.map(box => '&capability=' + encodeURIComponent(box.value)).join('');
  const stack = await get(`role-template?form=cloudformation${query}`);
  field('permission-policy').textContent =
    JSON.stringify(stack.Resources.SallyportRole.Properties.Policies[0].PolicyDocument, null, 2);
});

field('alias').readOnly = form.dataset.connection !== '';
button.disabled = !canSeal();
showRoot(field('root'));
