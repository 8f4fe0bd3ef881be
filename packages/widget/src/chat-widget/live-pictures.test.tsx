import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';

import { openPage, SOON, type } from '../testing/live-page.tsx';
import { KEY, LEXICON } from '../testing/live-server.ts';

describe('a picture of Lexicon', () => {
  const ask = async (isAllowed: boolean) => {
    const server = await LEXICON.start();
    const { origin } = new URL(server.restUrl);
    const page = openPage(LEXICON.provider({ address: server, apiKey: KEY }), {
      allowedImageOrigins: isAllowed ? [origin] : [],
    });
    await type(page, 'Show me a picture');
    const link = await screen.findByRole('link', { name: /^kettle\.svg/ }, SOON);
    return { attachment: link.closest<HTMLElement>('[data-slot="attachment"]'), origin };
  };

  it('is drawn where its origin is allowed: all that is known is that it is one', async () => {
    const { attachment, origin } = await ask(true);
    const picture = attachment?.querySelector('img');
    expect(picture?.src).toBe(`${origin}/media/kettle.svg`);
    await waitFor(() => expect(picture?.naturalWidth).toBeGreaterThan(0), SOON);
  });

  it('is a file with a link anywhere else', async () => {
    const { attachment } = await ask(false);
    expect(attachment?.dataset['kind']).toBe('file');
    expect(attachment?.querySelector('img')).toBeNull();
  });
});
