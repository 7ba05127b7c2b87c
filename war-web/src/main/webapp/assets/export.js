/* A table as a file: what it has is given to somebody who has used their passkey just now. */
import {drive} from './act.js';
import {text} from './api.js';
import {confirmed} from './ceremony.js';

/** Has the button fetch it, with the filter that it has, and save it. */
export function exports(button, name) {
  drive(button, () => confirmed(() => text(`${name}.csv?${button.dataset.query}`)), csv => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([csv], {type: 'text/csv'}));
    link.download = `sallyport-${name}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  });
}
