/* What the vendor's staff decide about a customer's recovery. */
import {drive, submit} from './act.js';
import {post, remove} from './api.js';
import {confirmed} from './ceremony.js';

const field = id => document.getElementById(id);
const at = tenant => `staff/tenants/${tenant}/recoveries`;

const asking = field('ask');
if (asking) {
  submit(asking, () => confirmed(() => post(at(asking.dataset.tenant), {person: field('person').value, code: field('code').value})),
    () => location.assign('/staff/recoveries'));
}
for (const button of document.querySelectorAll('button[data-approve]')) {
  drive(button, () => confirmed(() => post(`${at(button.dataset.tenant)}/${button.dataset.approve}/approval`)));
}
for (const button of document.querySelectorAll('button[data-decline]')) {
  drive(button, () => confirmed(() => remove(`${at(button.dataset.tenant)}/${button.dataset.decline}`)));
}
