/* Ending one's own sessions. */
import {remove} from './api.js';
import {drive} from './act.js';

const API = 'me/sessions';

for (const button of document.querySelectorAll('button[data-session]')) {
  drive(button, () => remove(`${API}/${button.dataset.session}`));
}
const others = document.getElementById('end-others');
if (others) {
  drive(others, () => remove(API));
}
