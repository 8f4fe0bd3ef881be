import { expect, it, onTestFinished, vi } from 'vitest';
import { commands } from 'vitest/browser';

import type { StartedSimulator } from '../../../../test/simulator-commands.ts';
import type { Chat, UploadHandle, UploadProgress } from '../chat.ts';
import { createChat } from '../create-chat.ts';
import { nlx } from '../providers/nlx/nlx.ts';
import { isCalm, textsOf, until } from '../testing/until.ts';

// No fetch is injected: files go by the browser's own XMLHttpRequest.

/** A chat with a server that asks for two files. */
async function askForFiles(
  words = 'upload',
): Promise<{ readonly chat: Chat; readonly simulator: StartedSimulator }> {
  const simulator = await commands.startSimulator('nlx', { latencyMs: 0 });
  const chat = createChat({
    provider: nlx({
      transport: 'websocket',
      deploymentKey: 'demo',
      channelKey: 'demo-en-US',
      apiKey: 'demo',
      url: simulator.url,
    }),
  });
  onTestFinished(async () => {
    chat.disconnect();
    await commands.stopSimulator(simulator.id);
  });
  chat.sendMessage(words);
  await until(chat, (now) => isCalm(now) && textsOf(now, 'assistant').length === 1);
  return { chat, simulator };
}

function watch(upload: UploadHandle): readonly UploadProgress[] {
  const seen: UploadProgress[] = [];
  upload.subscribe((progress) => seen.push(progress));
  return seen;
}

const photo = new File([Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a)], 'bag.png', {
  type: 'image/png',
});
const note = new File(['torn'], 'note', { type: '' });
/** More than one write takes. */
const film = new File([new Uint8Array(4_000_000)], 'film.mp4', { type: 'video/mp4' });

it('carries files under their own type, and counts bytes over all of them', async () => {
  const { chat } = await askForFiles();
  const upload = chat.upload([photo, note]);
  const seen = watch(upload);

  expect(await upload.finished).toMatchObject({ ok: true });
  const { messages } = await until(chat, (now) => textsOf(now, 'assistant').length === 2);
  expect(messages.at(-1)?.parts).toEqual([
    {
      type: 'text',
      text: 'Thank you, I received 2 file(s): image/png, 6 B; application/octet-stream, 4 B.',
    },
  ]);
  const loaded = seen.map((progress) => progress.loaded);
  expect(loaded).toEqual(loaded.toSorted((one, other) => one - other));
  expect(new Set(seen.map(({ total }) => total))).toEqual(new Set([10]));
  expect(seen.at(-1)).toEqual({ status: 'done', loaded: 10, total: 10 });
});

it('tells how far a file has got before the server answers, and can be cancelled then', async () => {
  const { chat, simulator } = await askForFiles();
  await commands.simulatorFaults(simulator.id, { hang: true });
  const upload = chat.upload([film]);

  await vi.waitFor(() => expect(upload.progress().loaded).toBe(film.size), 10_000);
  expect(upload.progress().status).toBe('uploading');
  upload.abort();
  expect(await upload.finished).toMatchObject({ ok: false, error: { code: 'aborted' } });
  expect(upload.progress()).toMatchObject({ status: 'aborted', total: film.size });
  // Nothing speaks of a file that was not taken.
  expect(textsOf(chat.store.getState(), 'user')).toEqual(['upload']);
});

it('is cancelled on its way by the signal it was given', async () => {
  const { chat } = await askForFiles();
  const controller = new AbortController();
  const upload = chat.upload([film], { signal: controller.signal });
  upload.subscribe(({ loaded }) => {
    if (loaded > 0) {
      controller.abort();
    }
  });

  expect(await upload.finished).toMatchObject({ ok: false, error: { code: 'aborted' } });
  expect(upload.progress().status).toBe('aborted');
  expect(textsOf(chat.store.getState(), 'user')).toEqual(['upload']);
});

it('says which answer refused a file', async () => {
  const { chat } = await askForFiles('upload refused');
  const upload = chat.upload([photo]);

  const error = { code: 'upload-failed', providerCode: '403' };
  expect(await upload.finished).toMatchObject({ ok: false, error });
  expect(upload.progress()).toMatchObject({ status: 'failed', error });
  expect(textsOf(chat.store.getState(), 'user')).toEqual(['upload refused']);
});
