/* Calls the portal's API. A refusal is a Problem, with the server's own sentences (RFC 9457). */

import {remember} from './asked.js';

export class Problem extends Error {
  constructor(problem) {
    super(problem.title);
    Object.assign(this, problem);
  }
}

/** A moment's time of day, as everywhere here in UTC. */
export function time(moment) {
  return new Date(moment).toISOString().slice(11, 19) + ' UTC';
}

/** Why it is asked, as it was typed in the page's field for it; nothing where that is empty. */
export function why(id = 'reason') {
  const text = document.getElementById(id).value.trim();
  return text ? {reason: text} : {};
}

/** GETs JSON. */
export function get(path) {
  return call(path, {method: 'GET'});
}

/** POSTs JSON; answers the JSON that came back, or null where none did. */
export function post(path, body, headers) {
  return call(path, {method: 'POST', headers: {'Content-Type': 'application/json', ...headers}, body: JSON.stringify(body ?? {})});
}

/** Has AWS asked for something through a connection; what became a request can be asked once more from here. */
export async function ask(connection, question, headers) {
  const keep = ({requestId}) => requestId && remember(requestId, question.parameters ?? {});
  try {
    const answer = await post(`connections/${connection}/requests`, question, headers);
    keep(answer);
    return answer;
  } catch (problem) {
    keep(problem);
    throw problem;
  }
}

/** The requests that are under way and that this person may break off. */
export function running() {
  return get('running-requests');
}

/** Breaks one off. */
export function cancel(request) {
  return remove('running-requests/' + encodeURIComponent(request));
}

/** Waits for something through a connection; `each` gets every look as it comes, and perhaps a problem at the end. */
export function wait(connection, question, each, signal) {
  return call(`connections/${connection}/requests/waits`,
    {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(question), signal},
    response => read(response, each));
}

async function read(response, each) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split('\n');
    rest = lines.pop();
    for (const line of lines.map(text => JSON.parse(text))) {
      each(line);
    }
  }
}

/** Has something changed through a connection: once for one key, however often it is asked. */
export function change(connection, question, key) {
  return ask(connection, question, {'Idempotency-Key': key});
}

/** PUTs JSON. */
export function put(path, body) {
  return call(path, {method: 'PUT', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)});
}

/** DELETEs. */
export function remove(path) {
  return call(path, {method: 'DELETE', headers: {'Content-Type': 'application/json'}});
}

/** GETs what is no JSON. */
export function text(path) {
  return call(path, {method: 'GET'}, response => response.text());
}

/** What was answered; null for nothing. */
async function json(response) {
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

async function call(path, request, read = json) {
  let response;
  try {
    response = await fetch('/api/v1/' + path, {credentials: 'same-origin', ...request});
  } catch {
    throw unreachable(request);
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => null);
    throw new Problem(problem ?? {code: 'SP-INTERNAL', title: 'Something failed on our side', detail: 'Try again in a minute.'});
  }
  try {
    return await read(response);
  } catch {
    throw unreachable(request);
  }
}

/** The connection broke: whether what was sent has arrived, nobody here knows. */
function unreachable(request) {
  const changes = request.method !== 'GET';
  return new Problem({
    code: 'SP-PORTAL-UNREACHABLE',
    title: 'The portal cannot be reached',
    detail: changes
      ? 'It may have been done all the same. Look at your connection, and stay on this page: what is launched or terminated from here again is done once.'
      : 'Look at your connection and try again.',
  });
}

/** Shows a problem in the page's own place for it, or in that one; null takes it away. */
export function show(problem, place = document.getElementById('problem')) {
  if (!place) {
    return;
  }
  place.hidden = !problem;
  place.replaceChildren();
  if (problem) {
    const what = document.createElement('p');
    const title = document.createElement('strong');
    title.textContent = problem.title + '. ';
    what.append(title, problem.detail);
    const code = document.createElement('p');
    code.className = 'code';
    code.textContent = problem.parameter ? `${problem.code} \u00b7 ${problem.parameter}` : problem.code;
    place.append(what, code);
    if (problem.aws) {
      const said = document.createElement('p');
      said.className = 'code';
      said.textContent = `AWS said: ${[problem.aws.code, problem.aws.message, problem.aws.requestId && `AWS request ${problem.aws.requestId}`].filter(Boolean).join(' \u00b7 ')}`;
      place.append(said);
    }
    place.dataset.code = problem.code;
    place.scrollIntoView({block: 'nearest'});
  }
}
