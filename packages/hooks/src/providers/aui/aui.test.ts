import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createChatError } from '../../chat/chat-error.ts';
import { closeOf, factsOf } from '../testing/facts.ts';
import { aui, type AuiOptions } from './aui.ts';
import type { AuiTask } from './create-aui-task.ts';

const OPTIONS: AuiOptions = { taskId: 'task-1', apiKey: 'key-1' };
const TASK: AuiTask = {
  id: 'task-made',
  userId: 'user-1',
  title: undefined,
  welcomeMessage: 'Hello! What are you looking for?',
  suggestions: ['Ovens', 'Fridges'],
};

describe('identity', () => {
  it('is the task, whatever redial and live fields say, and holds no key', () => {
    const changed = aui({
      ...OPTIONS,
      apiKey: 'canary',
      url: 'wss://relay.test/?token=canary',
      region: 'azure',
      context: { url: 'https://page.test' },
      restUrl: 'https://relay.test',
      textMode: 'delta',
      parallelTurns: true,
    });
    expect(changed.id).toBe(aui(OPTIONS).id);
    expect(changed.id).not.toContain('canary');
    expect(aui({ ...OPTIONS, taskId: 'task-2' }).id).not.toBe(aui(OPTIONS).id);
  });

  it('is empty where the task is not known yet', () => {
    expect(aui({ ...OPTIONS, taskId: undefined }).id).toBe('aui:');
    expect(aui(OPTIONS)).toMatchObject({ name: 'aui', id: 'aui:task-1' });
  });

  it.each([
    [{ taskId: 7 }, 'the option taskId of AUI is a number'],
    [{ apiKey: 7 }, 'the option apiKey of AUI is a number'],
    [{ url: {} }, 'the option url of AUI is an object'],
    [{ headers: 'a' }, 'the option headers of AUI is a string'],
    [{ region: 'mars' }, "Pass 'gcp' or 'azure'"],
    [{ context: [] }, 'the option context of AUI is an array'],
    [{ restUrl: 7 }, 'the option restUrl of AUI is a number'],
    [{ textMode: 'words' }, "Pass 'cumulative' or 'delta'"],
  ])('is not made of what cannot be meant: %j', (options, words) => {
    // As untyped code calls it.
    expect(() => aui(options as unknown as AuiOptions)).toThrow(words);
  });

  it('is shareable only once there is a task to share', () => {
    expect(aui(OPTIONS).shareable).toBe(true);
    expect(aui({ ...OPTIONS, taskId: () => 'x' }).shareable).toBe(false);
    expect(aui({ ...OPTIONS, taskId: undefined }).shareable).toBe(false);
  });

  it('is made of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const provider = aui({ taskId: text, apiKey: text, url: text });
        expect(provider.id).toMatch(/^aui:[^:]*$/u);
        expect(typeof provider.connect(factsOf(), { apiKey: text, url: text }).url).toBe('string');
      }),
    );
  });
});

describe('dialing', () => {
  it.each([
    [{}, 'wss://data-services.aui.io/api/ia-controller/api/v1/external/session'],
    [{ region: 'azure' }, 'wss://azure.aui.io/api/ia-controller/api/v1/external/session'],
  ] as const)('goes to the vendor’s host of the region with the key: %j', (change, url) => {
    const provider = aui({ ...OPTIONS, ...change });
    expect(provider.connect(factsOf(), { apiKey: 'k&k' })).toEqual({
      kind: 'socket',
      url: `${url}?network_api_key=k%26k`,
    });
  });

  it('keeps a given address whole, and adds no key where there is none or its own', () => {
    const provider = aui(OPTIONS);
    const to = (url: string, apiKey?: string) => provider.connect(factsOf(), { url, apiKey }).url;
    expect(to('https://relay.test/a?x=1')).toBe('wss://relay.test/a?x=1');
    expect(to('wss://relay.test/a?x=1', 'k')).toBe('wss://relay.test/a?x=1&network_api_key=k');
    expect(to('wss://h/?network_api_key=own', 'k')).toBe('wss://h/?network_api_key=own');
    expect(to('wss://h/', '')).toBe('wss://h/');
  });

  it('is done anew for another key, address or region, and for nothing live', () => {
    const destination = (change: Partial<AuiOptions>) => aui({ ...OPTIONS, ...change }).destination;
    for (const change of [{ apiKey: 'b' }, { url: 'wss://b' }, { region: 'azure' as const }]) {
      expect(destination(change)).not.toEqual(destination({}));
    }
    expect(destination({ context: { a: 1 }, restUrl: 'https://r', textMode: 'delta' })).toEqual(
      destination({}),
    );
    expect(destination({ apiKey: () => 'a' })).toEqual(destination({ apiKey: () => 'b' }));
  });

  it.each([
    [{}, undefined],
    [{ apiKey: undefined, url: 'wss://relay.test' }, undefined],
    [{ taskId: () => 'x' }, undefined],
    [{ taskId: '' }, 'taskId'],
    [{ apiKey: '' }, 'apiKey or url'],
    [{ taskId: undefined, apiKey: undefined }, 'taskId, apiKey or url'],
  ] as const)('%j misses %s', (change, missing) => {
    expect(aui({ ...OPTIONS, ...change }).incomplete).toBe(missing);
  });

  it('names an address that cannot be dialed, and asks a function only when it dials', () => {
    const problem = expect.stringContaining("url is no address for the transport 'websocket'");
    expect(aui({ ...OPTIONS, url: 'nonsense' }).incomplete).toEqual(problem);
    expect(aui({ ...OPTIONS, apiKey: '', url: 'localhost:8000/ws' }).incomplete).toEqual(problem);
    expect(aui({ ...OPTIONS, url: () => 'nonsense' }).incomplete).toBeUndefined();
  });
});

describe('capabilities and timing', () => {
  it('has one turn in flight unless told otherwise', () => {
    expect(aui(OPTIONS).capabilities.parallelTurns).toBe(false);
    expect(aui({ ...OPTIONS, parallelTurns: true }).capabilities.parallelTurns).toBe(true);
  });

  it('streams, takes choices and a context, and can do nothing else of itself', () => {
    expect(aui(OPTIONS).capabilities).toEqual({
      acknowledges: false,
      streams: true,
      choices: true,
      structured: false,
      uploads: false,
      feedback: 'none',
      history: false,
      handoff: false,
      parallelTurns: false,
      context: true,
      reset: false,
    });
  });

  it('passes on where its secrets come from', () => {
    const sources = { apiKey: () => 'k', url: () => 'wss://h', headers: { a: 'b' } };
    expect(aui({ ...OPTIONS, ...sources }).credentials).toEqual(sources);
  });

  it('writes no faster than five frames a second', () => {
    expect(aui(OPTIONS).timing.pace).toEqual({ frames: 5, perMs: 1000 });
  });

  it('is ready when open, stable at the first frame, and answers within a minute', () => {
    expect(aui(OPTIONS).timing).toMatchObject({
      ready: { on: 'open' },
      stableMs: 10_000,
      stableOnFrame: true,
      answerMs: 60_000,
    });
    expect(aui(OPTIONS).timing.acknowledgeMs).toBeUndefined();
    expect(aui(OPTIONS).capabilities.acknowledges).toBe(false);
  });

  it('has a history only where it is told where, and a reset only where a function makes tasks', () => {
    expect(aui(OPTIONS).calls).toBeUndefined();
    expect(aui({ ...OPTIONS, restUrl: '' }).calls).toBeUndefined();
    expect(aui(OPTIONS).capabilities).toMatchObject({ history: false, reset: false });
    const full = aui({ ...OPTIONS, taskId: () => 'x', restUrl: 'https://r.test' });
    expect(full.capabilities).toMatchObject({ history: true, reset: true });
    expect(full.calls?.history).toBeDefined();
  });
});

describe('prepare', () => {
  it('takes a given id as it is, and never for another session', async () => {
    expect(aui(OPTIONS).prepare?.(factsOf(), 'start')).toEqual({ session: { id: 'task-1' } });
    await expect(aui(OPTIONS).prepare?.(factsOf(), 'renew')).rejects.toThrow('pass a function');
  });

  it('takes an id from a function', async () => {
    const provider = aui({ ...OPTIONS, taskId: () => Promise.resolve('task-made') });
    const expected = { session: { id: 'task-made' } };
    await expect(provider.prepare?.(factsOf(), 'start')).resolves.toEqual(expected);
    await expect(provider.prepare?.(factsOf(), 'renew')).resolves.toEqual(expected);
  });

  it.each([
    ['a task', () => TASK],
    ['the result of making one', () => Promise.resolve({ ok: true, task: TASK } as const)],
  ])('shows the welcome and the suggestions of %s', async (_name, taskId) => {
    await expect(aui({ ...OPTIONS, taskId }).prepare?.(factsOf(), 'start')).resolves.toEqual({
      session: {
        id: 'task-made',
        userId: 'user-1',
        data: { welcomeMessage: 'Hello! What are you looking for?' },
      },
      messages: [
        {
          role: 'assistant',
          parts: [{ type: 'text', text: 'Hello! What are you looking for?' }],
        },
      ],
      suggestions: [
        { id: 'suggestion-0', text: 'Ovens' },
        { id: 'suggestion-1', text: 'Fridges' },
      ],
    });
  });

  it('shows nothing for a task without a welcome', async () => {
    const task = { ...TASK, welcomeMessage: undefined, suggestions: [] };
    const provider = aui({ ...OPTIONS, taskId: () => task });
    await expect(provider.prepare?.(factsOf(), 'start')).resolves.toEqual({
      session: { id: 'task-made', userId: 'user-1' },
      messages: [],
      suggestions: [],
    });
  });

  it('rejects with the words of a failed creation, with an empty id and with what was thrown', async () => {
    const error = createChatError('unauthorized', 'The API key was not accepted.');
    const prepare = (taskId: AuiOptions['taskId']) =>
      aui({ ...OPTIONS, taskId }).prepare?.(factsOf(), 'start');
    await expect(prepare(() => ({ ok: false, error }))).rejects.toMatchObject({
      message: error.message,
      cause: error,
    });
    await expect(prepare(() => '')).rejects.toThrow('no task id');
    const numbered = { ...TASK, id: 7 };
    // As untyped code writes it.
    await expect(prepare(() => numbered as unknown as AuiTask)).rejects.toThrow('no task id');
    await expect(prepare(() => Promise.reject(new Error('down')))).rejects.toThrow('down');
  });
});

describe('an error frame and its close', () => {
  it('are one error: the close is judged and worded by the frame', () => {
    const provider = aui(OPTIONS);
    const frame = { status_code: 401, description: 'Not authenticated', message: 'Invalid key' };
    const [event] = provider.decode(frame, factsOf()).events;
    const lastError = event?.type === 'error' ? event.error : undefined;
    const facts = factsOf({ lastError });
    expect(provider.classify(closeOf({ code: 1008 }), facts)).toBe('auth');
    expect(provider.describe?.(closeOf({ code: 1008 }), facts)).toBe(lastError);
    expect(lastError).toMatchObject({ code: 'unauthorized', providerCode: '401' });
  });
});
