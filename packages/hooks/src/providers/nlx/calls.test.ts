import { describe, expect, test } from 'vitest';

import type { ChatMessage } from '../../chat/chat-message.ts';
import { factsOf } from '../testing/facts.ts';
import { nlxCalls } from './calls.ts';
import type { NlxOptions } from './nlx-options.ts';
import { EMPTY_MEMORY } from './session-memory.ts';

const HTTP: NlxOptions = { transport: 'http', deploymentKey: 'd', channelKey: 'c-en-US' };
const SOCKET: NlxOptions = { ...HTTP, transport: 'websocket' };
const CREDENTIALS = { apiKey: 'SECRET', headers: { 'x-a': '1' } };

const messageWith = (metadata: Readonly<Record<string, unknown>>): ChatMessage => ({
  id: 'm',
  role: 'assistant',
  parts: [],
  createdAt: 0,
  metadata,
});

describe('an upload', () => {
  const uploads = [
    { url: 'https://bare' },
    { url: 'https://one', uploadId: 'u1' },
    { url: 'https://two', uploadId: 'u2' },
  ];
  const facts = factsOf({ session: { data: { ...EMPTY_MEMORY, uploads } } });
  const upload = nlxCalls(HTTP).upload!;
  const file = new Blob(['x'], { type: 'application/pdf' });

  test('NLX defect 13: a file goes up under its own type, without the key', () => {
    expect(upload.build({ file, index: 1 }, facts, CREDENTIALS)).toEqual({
      method: 'PUT',
      url: 'https://two',
      headers: { 'Content-Type': 'application/pdf' },
      body: file,
    });
    const nameless = upload.build({ file: new Blob(['x']), index: 0 }, facts, CREDENTIALS);
    expect(nameless).toMatchObject({ headers: { 'Content-Type': 'application/octet-stream' } });
  });

  test.each([[200], [201], [204]])('%i is its id', (status) => {
    expect(upload.read({ status, body: '' }, facts, { file, index: 0 })).toEqual({
      uploadId: 'u1',
    });
    expect(upload.read({ status, body: '' }, facts, { file, index: 1 })).toEqual({
      uploadId: 'u2',
    });
  });

  test.each([[199], [302], [403], [413], [500]])(
    'NLX defect 13: a refused upload (%i) is a failure',
    (status) => {
      expect(upload.read({ status, body: '' }, facts, { file, index: 0 })).toMatchObject({
        error: { code: 'upload-failed', providerCode: String(status), retryable: true },
      });
    },
  );

  test.each([
    ['nobody asked for a file', factsOf(), 0, 'NLX is not asking for a file.'],
    [
      'the address has no id',
      factsOf({ session: { data: { uploads: [{ url: 'https://x' }] } } }),
      0,
      'NLX names no id for the file, so it cannot be sent.',
    ],
    ['there are more files than addresses', facts, 2, 'NLX takes 2 files here.'],
  ])('is refused where %s', (_why, given, index, message) => {
    expect(upload.build({ file, index }, given, CREDENTIALS)).toMatchObject({
      error: { code: 'upload-failed', message, retryable: false },
    });
  });

  test('that was refused says so, and one whose place is gone meanwhile is not spoken of', () => {
    expect(upload.read({ status: 403, body: '' }, facts, { file, index: 0 })).toMatchObject({
      error: { message: 'The file was not accepted.' },
    });
    expect(upload.read({ status: 200, body: '' }, factsOf(), { file, index: 0 })).toMatchObject({
      error: {
        code: 'upload-failed',
        message: 'The conversation went on without the file.',
      },
    });
  });
});

describe('feedback', () => {
  const { build, read } = nlxCalls(HTTP).feedback!;
  const message = messageWith({ feedbackUrl: 'https://feedback.example/1' });
  const facts = factsOf({ session: { id: 'c1', userId: 'u1' } });
  const identity = { languageCode: 'en-US', conversationId: 'c1', userId: 'u1' };

  test.each([
    ['a rating', { rating: 1 }, { rating: 1 }],
    ['a rating taken back', { rating: 0 }, { rating: 0 }],
    ['a comment', { comment: 'Thanks' }, { comment: 'Thanks' }],
  ])('%s goes without the key', (_kind, said, expected) => {
    const request = build({ message, ...said }, facts, CREDENTIALS);
    expect(request).toEqual({
      method: 'POST',
      url: 'https://feedback.example/1',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...identity, ...expected }),
    });
  });

  test.each([
    ['a scale nobody configured', { rating: 5 }, 'A rating is 1, -1, or 0 to take it back.'],
    ['neither rating nor comment', {}, 'Feedback is a rating or a comment.'],
    ['a blank comment', { comment: ' ' }, 'Feedback is a rating or a comment.'],
  ])('%s is refused', (_what, said, words) => {
    expect(build({ message, ...said }, facts, CREDENTIALS)).toMatchObject({
      error: { code: 'invalid-message', message: words },
    });
  });

  test('a thumb down is a rating', () => {
    expect(build({ message, rating: -1 }, facts, CREDENTIALS)).toHaveProperty('url');
  });

  test('with a configuration, the scale is its own', () => {
    const configured = messageWith({ ...message.metadata, feedbackConfig: { scale: 5 } });
    expect(build({ message: configured, rating: 5 }, facts, CREDENTIALS)).toHaveProperty('url');
    const endless = build({ message: configured, rating: Infinity }, facts, CREDENTIALS);
    expect(endless).toHaveProperty('error');
  });

  test('with a configuration, a comment needs no rating beside it', () => {
    const configured = messageWith({ ...message.metadata, feedbackConfig: { scale: 5 } });
    const request = build({ message: configured, comment: 'Thanks' }, facts, CREDENTIALS);
    expect(request).toMatchObject({ body: JSON.stringify({ ...identity, comment: 'Thanks' }) });
  });

  test('a message without an address takes none', () => {
    expect(build({ message: messageWith({}), rating: 1 }, facts, CREDENTIALS)).toMatchObject({
      error: { code: 'unsupported', message: 'NLX takes no feedback on this message.' },
    });
  });

  const refused = { message: 'NLX did not accept this.' };

  test.each([
    [200, { ok: true }],
    [400, { error: { ...refused, code: 'rejected', providerCode: '400' } }],
    [401, { error: { ...refused, code: 'unauthorized', providerCode: '401' } }],
    [499, { error: { ...refused, code: 'rejected', providerCode: '499' } }],
    [500, { error: { ...refused, code: 'server', providerCode: '500' } }],
  ])('an answer %i is %j', (status, result) => {
    expect(read({ status, body: '' }, facts, { message })).toMatchObject(result);
  });
});

describe('a context by itself', () => {
  const facts = factsOf({ session: { id: 'c1' } });
  const build = (options: NlxOptions, url?: string) =>
    nlxCalls(options).context?.build({ context: { a: 1 } }, facts, { ...CREDENTIALS, url });

  test('goes to the REST endpoint with the conversation in a header', () => {
    expect(build({ ...HTTP, userId: 'u1' })).toEqual({
      method: 'POST',
      url: 'https://apps.nlx.ai/c/d/c-en-US/context',
      headers: {
        'Content-Type': 'application/json',
        'nlx-api-key': 'SECRET',
        'nlx-conversation-id': 'c1',
        'x-a': '1',
      },
      body: JSON.stringify({
        languageCode: 'en-US',
        conversationId: 'c1',
        userId: 'u1',
        context: { a: 1 },
      }),
    });
  });

  test('follows a configured endpoint, its query included', () => {
    expect(build(HTTP, 'https://h/c/d/c-en-US?t=1')).toMatchObject({
      url: 'https://h/c/d/c-en-US/context?t=1',
    });
  });

  test('beside a socket goes to the vendor, or where restUrl says', () => {
    expect(build(SOCKET)).toMatchObject({ url: 'https://apps.nlx.ai/c/d/c-en-US/context' });
    const options = { ...SOCKET, url: 'wss://own.example', restUrl: 'https://rest.example' };
    expect(build(options, options.url)).toMatchObject({
      url: 'https://rest.example/c/d/c-en-US/context',
    });
  });

  test('NLX defect 11: beside a socket of one’s own it is not guessed: the key stays at home', () => {
    expect(nlxCalls({ ...SOCKET, url: 'wss://own.example' }).context).toBeUndefined();
    expect(nlxCalls({ ...SOCKET, url: () => 'wss://own.example' }).context).toBeUndefined();
  });

  test('before there is a conversation there is nowhere to send it', () => {
    const call = nlxCalls(HTTP).context!;
    expect(call.build({ context: {} }, factsOf(), CREDENTIALS)).toMatchObject({
      error: {
        code: 'unsupported',
        message: 'There is no conversation yet: it goes with the first message.',
      },
    });
  });

  test.each<[string, Partial<NlxOptions>, string | undefined]>([
    ['the vendor, without a deployment', { deploymentKey: undefined }, undefined],
    ['the vendor, with an empty deployment', { deploymentKey: '' }, undefined],
    ['one’s own origin, without a channel', { channelKey: undefined }, 'https://own.example'],
  ])('to no address with an empty part in it: %s', (_where, change, url) => {
    expect(build({ ...HTTP, ...change, url }, url)).toMatchObject({
      error: { code: 'unsupported' },
    });
  });

  test('over HTTP it goes where the turns go, one’s own address included', () => {
    const options = { ...HTTP, url: 'https://own.example' };
    expect(build(options, options.url)).toMatchObject({
      url: 'https://own.example/c/d/c-en-US/context',
    });
  });

  test('that is not JSON goes nowhere', () => {
    const call = nlxCalls(HTTP).context!;
    const context = { when: new Date(0) };
    expect(call.build({ context }, facts, CREDENTIALS)).toMatchObject({
      error: { code: 'invalid-message', message: 'A context is a plain JSON object.' },
    });
  });
});
