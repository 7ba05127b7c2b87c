/* Closing the company's account. */
import {drive} from './act.js';
import {post, remove} from './api.js';
import {confirmed} from './ceremony.js';

const API = 'company/deletion';
const field = id => document.getElementById(id);

function on(id, what, done) {
  const button = field(id);
  if (button) {
    drive(button, () => confirmed(() => what(button.dataset.approval)), done);
  }
}

on('request', () => post(API));
on('approve', approval => post(`${API}/${approval}/approval`));
on('cancel', approval => remove(`${API}/${approval}`));
on('close', approval => post(`${API}/${approval}/execution`), ({certificate}) => {
  field('certificate').href = URL.createObjectURL(new Blob([certificate], {type: 'application/jose'}));
  field('closed').hidden = false;
  field('closing').hidden = true;
});
