/* Any operation that a connection was made for; what changes something is rehearsed only. */
import {ask, cancel, running, show, why} from './api.js';
import {parametersOf} from './asked.js';
import {mark} from './fields.js';
import {busy} from './plan.js';

const WRITES = '!';

const form = document.getElementById('ask');
const button = document.getElementById('send');
const stop = document.getElementById('stop');
const more = document.getElementById('more');
const progress = document.getElementById('progress');
const answered = document.getElementById('answered');

let following = null;
let waiting = null;

/** Chooses it, if it is offered. */
function choose(select, value) {
  const offered = [...select.options].some(option => option.value === value);
  if (offered) {
    select.value = value;
  }
  return offered;
}

/** Offers what the chosen connection was made for. */
function offer() {
  const before = form.operation.value;
  const operations = form.connection.selectedOptions[0].dataset.operations.split(' ');
  form.operation.replaceChildren(...operations.map(each => {
    const [name, parameter = '', member = ''] = each.replace(WRITES, '').split(':');
    const option = new Option(name.replace('.', ' '), name);
    Object.assign(option.dataset, {parameter, member, writes: String(each.endsWith(WRITES))});
    return option;
  }));
  choose(form.operation, before);
  tell();
}

/** What of the address is not offered; nothing else may silently be asked in its place. */
function missing() {
  const {connection, service, operation, region} = form.dataset;
  if (connection && !choose(form.connection, connection)) {
    return 'This connection cannot be used now';
  }
  offer();
  if (region && !choose(form.region, region)) {
    return 'This region cannot be chosen';
  }
  if ((service || operation) && !choose(form.operation, `${service}.${operation}`)) {
    return 'This connection was not made for that operation, or it cannot be asked for here';
  }
  return null;
}

const chosen = () => form.operation.selectedOptions[0].dataset;
const writes = () => chosen().writes === 'true';

function tell() {
  document.getElementById('rehearsed').hidden = !writes();
  answered.hidden = true;
}

/** The parameters; null when they are no JSON object, which is said beside them. */
function parameters() {
  const wrong = new Map();
  let given = null;
  try {
    given = JSON.parse(form.parameters.value.trim() || '{}');
  } catch (e) {
    wrong.set('parameters', `This is no JSON: ${e.message}`);
  }
  if (wrong.size === 0 && (given === null || typeof given !== 'object' || Array.isArray(given))) {
    wrong.set('parameters', 'A JSON object is needed, such as {"MaxResults": 10}.');
  }
  mark(form, wrong);
  return wrong.size === 0 ? given : null;
}

/** Whether it can be what this page waits for. */
function fits({connection, service, operation, region, mine}) {
  return mine && connection === waiting.connection && service === waiting.service
    && operation === waiting.operation && region === waiting.region;
}

/** Breaks off what this page waits for: of requests that are alike, the one that began last. */
async function breakOff() {
  const [newest] = (await running()).filter(fits).reverse();
  if (newest) {
    await cancel(newest.requestId);
  }
}

async function send(question, {parameter, member}) {
  progress.textContent = 'Asking AWS\u2026';
  stop.hidden = false;
  waiting = {...question, connection: form.connection.value};
  const answer = await ask(waiting.connection, question).finally(() => {
    progress.textContent = '';
    stop.hidden = true;
  });
  document.getElementById('request').textContent = answer.requestId;
  document.getElementById('answer').textContent = JSON.stringify(answer.result, null, 2);
  const token = answer.result[member];
  following = () => send({...question, parameters: {...question.parameters, [parameter]: token}}, {parameter, member});
  more.hidden = !token;
  answered.hidden = false;
  answered.focus();
}

async function first() {
  answered.hidden = true;
  const given = parameters();
  if (given) {
    const [service, operation] = form.operation.value.split('.');
    await send({service, operation, region: form.region.value, parameters: given, ...why(), ...(writes() ? {dryRun: true} : {})}, {...chosen()});
  }
}

if (form) {
  offer();
  const what = missing();
  if (what) {
    show({code: 'SP-NOT-FOUND', title: what, detail: 'Choose from what is offered below, and look at what is chosen before you ask.'});
  }
  const before = parametersOf(form.dataset.request);
  if (before && !what) {
    form.parameters.value = JSON.stringify(before, null, 2);
  }
  tell();
  form.connection.addEventListener('change', offer);
  form.operation.addEventListener('change', tell);
  button.disabled = false;
  form.addEventListener('submit', event => {
    event.preventDefault();
    busy(button, first);
  });
  stop.addEventListener('click', () => busy(stop, breakOff));
  more.addEventListener('click', () => busy(more, following));
}
