/* Instances of several accounts and regions at once. Each part is shown as soon as AWS has answered it. */
import {ask as asked, change, why} from './api.js';
import {confirmed} from './ceremony.js';
import {busy, clear, fact} from './plan.js';

const PAGE = 100;
const AT_ONCE = 4;
const ENDED = ['shutting-down', 'terminated'];
const HEADINGS = ['Instance', 'Name', 'Type', 'State', 'Zone', 'Private address', 'Connection', ''];

const form = document.getElementById('ask');
const button = form?.querySelector('button');
const progress = document.getElementById('progress');
const partial = document.getElementById('partial');
const table = document.getElementById('instances');
const chosen = id => [...form.querySelectorAll(`#${id} input:checked`)];

function row(cells) {
  const line = document.createElement('tr');
  cells.forEach((text, index) => {
    const cell = document.createElement(index === 0 ? 'th' : 'td');
    if (index === 0) {
      cell.scope = 'row';
      const code = document.createElement('code');
      code.textContent = text;
      cell.append(code);
    } else {
      cell.dataset.label = HEADINGS[index];
      cell.append(text);
    }
    line.append(cell);
  });
  return line;
}

/** One sentence in place of instances. */
function told(sentence, kind) {
  const line = document.createElement('tr');
  line.className = kind;
  const cell = document.createElement('td');
  cell.colSpan = HEADINGS.length;
  cell.textContent = sentence;
  line.append(cell);
  return line;
}

const dialog = document.getElementById('terminate');

/** Shows what will be done, and what AWS says to it, before it is done. */
async function plan(part, instance, button) {
  const question = {service: 'ec2', operation: 'TerminateInstances', region: part.region,
    parameters: {InstanceIds: [instance.InstanceId]}};
  const would = await asked(part.connection, {...question, dryRun: true});
  document.getElementById('terminated').textContent = instance.InstanceId;
  document.getElementById('reason').value = '';
  clear();
  fact('Name', named(instance) || 'none');
  fact('Type', `${instance.InstanceType}, Spot`);
  fact('Where', `${part.name}, ${instance.Placement?.AvailabilityZone ?? part.region}`);
  fact('AWS says', would.result.Message);
  const key = crypto.randomUUID();
  document.getElementById('keep').onclick = () => dialog.close();
  document.getElementById('end').onclick = event => busy(event.target, async () => {
    const because = why();
    dialog.close();
    const answer = await confirmed(() => change(part.connection, {...question, ...because}, key));
    button.closest('tr').cells[3].textContent = answer.result.TerminatingInstances[0].CurrentState.Name;
    button.remove();
  });
  dialog.showModal();
}

/** A button where the connection was made for it; nothing otherwise. */
function terminator(part, instance) {
  if (!part.terminate || instance.InstanceLifecycle !== 'spot' || ENDED.includes(instance.State?.Name)) {
    return '';
  }
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quiet small';
  button.textContent = 'Terminate\u2026';
  button.addEventListener('click', () => busy(button, () => plan(part, instance, button)));
  return button;
}

/** The state, and why AWS says that it ended or stopped: whether Spot took it back, for example. */
function state(instance) {
  const shown = document.createDocumentFragment();
  shown.append(instance.State?.Name ?? '');
  if (instance.StateReason?.Message) {
    const reason = document.createElement('small');
    reason.textContent = instance.StateReason.Message.replace(/^[\w.]+: /, '');
    shown.append(reason);
  }
  return shown;
}

const named = instance => (instance.Tags ?? []).find(tag => tag.Key === 'Name')?.Value ?? '';

/** A part's own rows, which stand where the part was chosen, whenever they come. */
async function ask(part) {
  const rows = [];
  let token;
  do {
    const answer = await asked(part.connection, {
      service: 'ec2', operation: 'DescribeInstances', region: part.region,
      parameters: {MaxResults: PAGE, ...(token ? {NextToken: token} : {})},
    });
    const instances = (answer.result.Reservations ?? []).flatMap(reservation => reservation.Instances ?? []);
    rows.push(...instances.map(each => row([each.InstanceId, named(each), each.InstanceType ?? '', state(each),
      each.Placement?.AvailabilityZone ?? '', each.PrivateIpAddress ?? '', part.name, terminator(part, each)])));
    part.body.replaceChildren(...rows);
    token = answer.result.NextToken;
  } while (token);
  if (rows.length === 0) {
    part.body.replaceChildren(told(`${part.name}, ${part.region}: no instances.`, 'none'));
  }
}

async function work(queue, tell) {
  for (let part = queue.shift(); part; part = queue.shift()) {
    try {
      await ask(part);
      tell(part);
    } catch (problem) {
      const line = told(`${part.name}, ${part.region}: ${problem.title}. ${problem.detail ?? ''} (${problem.code})`, 'failed');
      line.dataset.code = problem.code;
      part.body.querySelectorAll('.waiting').forEach(each => each.remove());
      part.body.append(line);
      tell(part, problem);
    }
  }
}

async function list() {
  const parts = chosen('connections').flatMap(connection => chosen('regions').map(region => ({
    connection: connection.value, name: connection.dataset.name, terminate: connection.dataset.terminate === 'true', region: region.value,
    body: document.createElement('tbody'),
  })));
  table.querySelectorAll('tbody').forEach(each => each.remove());
  partial.hidden = true;
  if (parts.length === 0) {
    progress.textContent = 'Choose at least one connection and one region.';
    return;
  }
  parts.forEach(part => part.body.append(told(`${part.name}, ${part.region}: asking AWS…`, 'waiting')));
  table.append(...parts.map(part => part.body));
  document.getElementById('found').hidden = false;
  let answered = 0;
  let failed = 0;
  const tell = (part, problem) => {
    answered++;
    failed += problem ? 1 : 0;
    progress.textContent = `${answered} of ${parts.length} answered.`;
  };
  progress.textContent = `0 of ${parts.length} answered.`;
  const queue = [...parts];
  await Promise.all(Array.from({length: AT_ONCE}, () => work(queue, tell)));
  if (failed > 0) {
    partial.textContent = `This is a part only: ${failed} of ${parts.length} could not be listed. The table says which, and why.`;
    partial.hidden = false;
  }
}

if (form) {
  const all = [...form.querySelectorAll('#connections input')];
  if (all.length === 1) {
    all[0].checked = true;
  }
  button.disabled = false;
  form.addEventListener('submit', async event => {
    event.preventDefault();
    button.disabled = true;
    await list();
    button.disabled = false;
  });
}
