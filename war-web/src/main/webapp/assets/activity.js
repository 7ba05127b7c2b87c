/* The audit trail as a file. */
import {exports} from './export.js';

exports(document.getElementById('export'), 'activity');
