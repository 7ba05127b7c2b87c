/* Getting access again: a new passkey, and a code that somebody is told. */
import {submit} from './act.js';
import {post} from './api.js';
import {created} from './ceremony.js';

const field = id => document.getElementById(id);
const API = 'auth/recovery';

submit(field('recover'),
  async () => post(API, await created(await post(API + '/options'))),
  ({code, until}) => {
    field('spoken').textContent = code;
    field('until').textContent = until.slice(0, 16).replace('T', ' ') + ' UTC';
    field('code-shown').hidden = false;
    field('recover').hidden = true;
  });

submit(field('finish'), () => post(API + '/finish', {code: field('code').value}), () => location.assign('/sign-in'));
