/* The company's requests as a file. */
import {drive} from './act.js';
import {text} from './api.js';
import {confirmed} from './ceremony.js';

const button = document.getElementById('export');
const query = new URLSearchParams({connection: button.dataset.connection, failed: button.dataset.failed});

drive(button, () => confirmed(() => text('requests.csv?' + query)), csv => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([csv], {type: 'text/csv'}));
  link.download = 'sallyport-requests.csv';
  link.click();
  URL.revokeObjectURL(link.href);
});
