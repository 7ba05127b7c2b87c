/* Shows which root this browser trusts, and lets somebody who has compared a new one trust it. */
import {get, show} from './api.js';
import {fingerprint, grouped, trustRoot, trustedRoot, verified} from './manifest.js';

const field = id => document.getElementById(id);

async function look() {
  const root = await get('trust-root');
  const name = await fingerprint(root);
  field('root').textContent = grouped(name);
  const seen = trustedRoot();
  const changed = seen && seen !== name;
  field('root-state').textContent = changed ? 'Not the root this browser has trusted so far'
    : seen ? 'The root this browser has trusted since its first visit' : 'This browser has not trusted a root yet';
  field('root-changed').hidden = !changed;
  field('old-root').textContent = changed ? grouped(seen) : '';
  field('trust').onclick = async () => {
    await trustRoot(root);
    await look();
  };
  const state = field('manifest-state');
  const manifest = await verified(JSON.stringify(await get('manifest')), root).catch(error => error);
  const trusted = !(manifest instanceof Error);
  state.textContent = trusted ? `Verified in this browser: version ${manifest.version}, until ${new Date(manifest.expires * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`
    : 'Not trusted: ' + manifest.message;
  state.dataset.trusted = trusted;
}

look().catch(error => show({code: error.code ?? 'SP-MANIFEST-REFUSED', title: 'The keys cannot be checked', detail: error.message}));
