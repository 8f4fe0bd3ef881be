import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nlx } from '../providers/nlx/nlx.ts';
import { compose, metadataProblem, textProblem } from './compose.ts';
import { createCore } from './session-core.ts';

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });

describe('textProblem', () => {
  it.each([
    ['hi', undefined],
    [' hi ', undefined],
    ['', 'invalid-message'],
    [' \n\t ', 'invalid-message'],
    [undefined, 'invalid-message'],
    [null, 'invalid-message'],
    [7, 'invalid-message'],
    [{ text: 'hi' }, 'invalid-message'],
  ])('looks for words in %j', (text, code) => {
    expect(textProblem(text, undefined)?.code).toBe(code);
  });

  it('allows ten thousand characters, or as many as it is told', () => {
    expect(textProblem('x'.repeat(10_000), undefined)).toBeUndefined();
    expect(textProblem('x'.repeat(10_001), undefined)?.code).toBe('too-large');
    expect(textProblem('xxx', 3)).toBeUndefined();
    const problem = textProblem('xxxx', 3);
    expect(problem?.message).toBe('This message is too long: 4 of at most 3 characters.');
    expect(problem?.fix).not.toBe('');
    expect(problem?.limit).toBe(3);
  });
});

describe('metadataProblem', () => {
  it('takes every JSON object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 8 })), (metadata) => {
        expect(metadataProblem(metadata)).toBeUndefined();
      }),
    );
  });

  it('takes none at all, fields without a value, and the same value twice', () => {
    const shared = { a: [1] };
    expect(metadataProblem(undefined)).toBeUndefined();
    expect(metadataProblem({ a: undefined })).toBeUndefined();
    expect(metadataProblem({ a: shared, b: shared })).toBeUndefined();
    expect(metadataProblem(Object.assign(Object.create(null), { a: 1 }))).toBeUndefined();
  });

  it.each([
    [null],
    ['text'],
    [7],
    [[1]],
    [new Date(0)],
    [new Map()],
    [{ a: () => 1 }],
    [{ a: Number.NaN }],
    [{ a: Infinity }],
    [{ a: 1n }],
    [{ a: Symbol('x') }],
    [{ a: [undefined] }],
    [{ a: [{ b: new Date(0) }] }],
    [{ a: { b: new Set() } }],
  ])('refuses what is no plain JSON object: %o', (metadata) => {
    expect(metadataProblem(metadata)).toMatchObject({ code: 'invalid-message', retryable: false });
  });

  it('refuses what is nested too deeply', () => {
    expect(metadataProblem(nested(32))).toBeUndefined();
    expect(metadataProblem(nested(33))?.code).toBe('invalid-message');
  });

  it('refuses a value inside itself at once, however often it is', () => {
    const metadata: Record<string, unknown> = {};
    Object.assign(metadata, { a: metadata, b: metadata, c: [metadata] });
    expect(metadataProblem(metadata)?.code).toBe('invalid-message');
  });
});

describe('a full queue', () => {
  const provider = nlx({
    transport: 'websocket',
    deploymentKey: 'd',
    channelKey: 'c-en-US',
    apiKey: 'k',
  });

  function fill(whenFull: 'reject-new' | 'drop-oldest') {
    const core = createCore(provider, { outbox: { messages: 2, whenFull } }, () => {});
    const say = (text: string) => compose(core, { type: 'text', text }, { text });
    const queued = () =>
      core.outbox.queued.map(({ act }) => (act.type === 'text' ? act.text : act.type));
    return { core, say, queued };
  }

  it.each(['reject-new', 'drop-oldest'] as const)(
    'takes what goes out by itself, and nobody fails for it: %s',
    (whenFull) => {
      const { core, say, queued } = fill(whenFull);
      say('one');
      say('two');
      expect(compose(core, { type: 'poll' }, undefined, 'first').ok).toBe(true);
      expect(compose(core, { type: 'welcome' }, undefined, 'first').ok).toBe(true);
      expect(queued()).toEqual(['welcome', 'poll', 'one', 'two']);
      expect(core.state.messages.map(({ delivery }) => delivery)).toEqual(['queued', 'queued']);
    },
  );

  it.each([
    ['reject-new', ['poll', 'one', 'two']],
    ['drop-oldest', ['poll', 'two', 'three']],
  ] as const)('has the same places for messages beside that: %s', (whenFull, left) => {
    const { core, say, queued } = fill(whenFull);
    compose(core, { type: 'poll' }, undefined, 'first');
    expect(say('one').ok && say('two').ok).toBe(true);
    expect(say('three').ok).toBe(whenFull === 'drop-oldest');
    expect(queued()).toEqual(left);
  });

  it('is full for whatever a person does, shown or not', () => {
    const { core, say } = fill('reject-new');
    say('one');
    say('two');
    const refused = { ok: false, error: { code: 'queue-full' } };
    expect(compose(core, { type: 'agent' })).toMatchObject(refused);
    expect(compose(core, { type: 'structured', data: {} })).toMatchObject(refused);
  });
});
