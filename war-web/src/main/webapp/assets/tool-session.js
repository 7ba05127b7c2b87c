/* Lets a program on this computer have a session for AWS tools: a code goes to it, through this browser. */
import {drive} from './act.js';
import {post, why} from './api.js';
import {confirmed} from './ceremony.js';

const allow = document.getElementById('allow');
if (allow) {
  const {connection, port, state, challenge, write} = allow.dataset;
  const answer = words => location.assign(`http://127.0.0.1:${port}/?${new URLSearchParams({...words, state})}`);
  drive(allow,
    () => confirmed(() => post(`connections/${connection}/tool-sessions/grants`, {write: write === 'true', challenge, ...why('reason')})),
    ({code}) => answer({code}));
  drive(document.getElementById('deny'), async () => ({error: 'access_denied'}), answer);
}
