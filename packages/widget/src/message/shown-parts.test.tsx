import { act, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { listen } from '../testing/listen.ts';
import { KEY, NLX_HTTP } from '../testing/live-server.ts';
import { openPage, press, SOON } from '../testing/live-page.tsx';
import { renderWidget } from '../testing/render-widget.tsx';
import { sampleMessage } from '../testing/sample-messages.ts';
import { seedChat } from '../testing/seed-chat.ts';

const labels = { notices: { 'session-expired': 'Dieses Gespräch ist zu Ende.' } };
const ENGLISH = 'This conversation has ended.';

const drawn = () =>
  [...document.querySelectorAll('[data-role="system"] [data-slot="text"]')].map(
    ({ textContent }) => textContent,
  );

describe('a notice', () => {
  it('is drawn and read out in the words that the page has for it', async () => {
    const { chat } = renderWidget(seedChat(), { defaultOpen: true, labels });
    const heard = listen();
    const notice = sampleMessage('system', ENGLISH, { metadata: { notice: 'session-expired' } });
    act(() => chat.setState({ messages: [notice] }));
    expect(drawn()).toEqual(['Dieses Gespräch ist zu Ende.']);
    await waitFor(() => expect(heard).toEqual(['Notice: Dieses Gespräch ist zu Ende.']));
  });

  it.each([
    ['another', { notice: 'session-changed' }],
    ['one of every object', { notice: 'constructor' }],
    ['none', undefined],
    ['what is no word', { notice: ['session-expired'] }],
  ])('says what the hooks say where it is %s', (_which, metadata) => {
    const messages = [sampleMessage('system', ENGLISH, { metadata })];
    renderWidget(seedChat({ messages }), { defaultOpen: true, labels });
    expect(drawn()).toEqual([ENGLISH]);
  });

  it('is none in the metadata of an answer, which the wire writes', () => {
    const metadata = { notice: 'session-expired' };
    const messages = [sampleMessage('assistant', 'On Thursday.', { metadata })];
    const { slots } = renderWidget(seedChat({ messages }), { defaultOpen: true, labels });
    expect(slots('text').map(({ textContent }) => textContent)).toEqual(['On Thursday.']);
  });

  it('of a real server has those words too', async () => {
    const server = await NLX_HTTP.start();
    const provider = NLX_HTTP.provider({ address: server, apiKey: KEY });
    const page = openPage(provider, {
      labels: { notices: { 'agent-elsewhere': 'Bitte rufen Sie uns an.' } },
    });
    await press(page, 'Talk to a person');
    await waitFor(() => expect(drawn()).toEqual(['Bitte rufen Sie uns an.']), SOON);
  });
});
