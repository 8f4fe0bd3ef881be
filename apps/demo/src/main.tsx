// The page's sheet names the order of the layers: it comes first.
import './styles/demo.css';
import '@parley/widget/styles.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from './app.tsx';
import { isLocalPage, readAddresses } from './places/addresses.ts';

const root = document.getElementById('root');
if (!root) {
  throw new Error('demo: the page has no element #root. There is nowhere to draw. Add one.');
}

const addresses = isLocalPage(location.hostname) ? readAddresses(import.meta.env) : undefined;

createRoot(root).render(
  <StrictMode>
    <App addresses={addresses} />
  </StrictMode>,
);
