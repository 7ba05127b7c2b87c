/* Removing a connection. */
import {drive} from './act.js';
import {remove} from './api.js';
import {confirmed} from './ceremony.js';

const button = document.getElementById('remove');
if (button) {
  drive(button, () => confirmed(() => remove('connections/' + button.dataset.connection)), () => location.assign('/portal/connections'));
}
