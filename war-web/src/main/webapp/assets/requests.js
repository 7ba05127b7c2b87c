/* The company's requests as a file, and those that are under way. */
import {drive} from './act.js';
import {cancel, running} from './api.js';
import {exports} from './export.js';

exports(document.getElementById('export'), 'requests');

const EVERY = 3_000;
// A page that nobody uses must not keep its person signed in.
const LOOKS = 40;
const under = document.getElementById('running');
const lines = new Map();

/** A line for one, with the button that breaks it off. */
function line({requestId, service, operation, region, since}) {
  const item = document.createElement('li');
  const end = document.createElement('button');
  const name = `${service} ${operation}`;
  Object.assign(end, {type: 'button', className: 'quiet', textContent: 'Break off'});
  end.setAttribute('aria-label', `Break off: ${name}`);
  item.append(`${name} in ${region}, since ${since.slice(11, 19)} UTC`, end);
  drive(end, () => cancel(requestId));
  return item;
}

/** Lines that are there stay as they are: somebody may be about to press. */
function update(requests) {
  for (const [id, item] of lines) {
    if (!requests.some(({requestId}) => requestId === id)) {
      item.remove();
      lines.delete(id);
    }
  }
  for (const request of requests) {
    if (!lines.has(request.requestId)) {
      lines.set(request.requestId, line(request));
      document.getElementById('running-list').append(lines.get(request.requestId));
    }
    lines.get(request.requestId).querySelector('button').disabled = request.ends;
  }
  under.hidden = requests.length === 0;
}

/** What cannot be asked for now is not missed: the page is about what has ended. */
async function follow() {
  for (let look = 0; look < LOOKS; look++) {
    if (document.visibilityState === 'visible') {
      await running().then(update, () => { under.hidden = true; });
    }
    await new Promise(resolve => { setTimeout(resolve, EVERY); });
  }
}

if (under) {
  follow();
}
