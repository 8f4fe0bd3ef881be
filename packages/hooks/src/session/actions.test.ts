import { describe, expect, it } from 'vitest';

import type { ChatAction } from '../chat/chat-action.ts';
import type { Capabilities } from '../chat/chat-state.ts';
import { OUTBOX_LIMITS } from '../chat/outbox.ts';
import { incoming, LOST, transcript } from '../chat/testing/play.ts';
import { createVirtualClock } from '../connection/testing/virtual-clock.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';
import type { UserAct } from '../providers/provider.ts';
import { createMessageActions } from './actions.ts';
import type { CommonOptions } from './chat-options.ts';
import { createCore } from './session-core.ts';

const ABLE: Partial<Capabilities> = { choices: true, structured: true, handoff: true };

/** A session's core without a connection: what is sent stays in the queue, where the test looks. */
function setup(capabilities: Partial<Capabilities> = ABLE, options: CommonOptions = {}) {
  const plain = lexicon({ userId: 'u', chatId: 'c', apiKey: 'k' });
  const provider = {
    ...plain,
    capabilities: { ...plain.capabilities, acknowledges: false, ...capabilities },
  };
  let count = 0;
  const createId = (): string => {
    count += 1;
    return `id-${count}`;
  };
  const runtime = { clock: createVirtualClock(0), createId };
  const core = createCore(provider, { ...options, runtime }, () => undefined);
  let sends = 0;
  const onSend = (): void => {
    sends += 1;
  };
  const actions = createMessageActions(core, onSend);
  const act = (): UserAct | undefined => core.outbox.queued.at(-1)?.act;
  const play = (...steps: readonly ChatAction<UserAct>[]): void => steps.forEach(core.dispatch);
  const shown = (): readonly string[] => transcript(core);
  return { core, actions, act, play, shown, sends: () => sends };
}

const write = (id: string): ChatAction<UserAct> => ({ type: 'act-write', id, opensTurn: true });
const fail = (id: string): ChatAction<UserAct> => ({ type: 'act-fail', id, error: LOST });
const LOSE: ChatAction<UserAct> = { type: 'connection-lose', error: LOST };
const OFFER: ChatAction<UserAct> = {
  type: 'event',
  event: {
    type: 'message',
    message: {
      role: 'assistant',
      parts: [
        { type: 'choices', choices: [{ id: 'c1', text: 'Yes' }] },
        {
          type: 'cards',
          cards: [{ id: 'k', title: 'Card', attributes: [], choices: [{ id: 'c2', text: 'Buy' }] }],
        },
      ],
    },
  },
};

describe('sendMessage', () => {
  it('queues the message as it was typed, and says so', () => {
    const { actions, act, core, shown, sends } = setup();
    expect(actions.sendMessage(' hi ')).toEqual({ ok: true, id: 'id-1' });
    expect(shown()).toEqual(['user queued:  hi ']);
    expect(act()).toEqual({ type: 'text', text: ' hi ', metadata: undefined });
    expect(core.outbox.queued[0]).toMatchObject({
      messageId: 'id-1',
      text: ' hi ',
      bytes: 4,
      queuedAt: 0,
    });
    expect(sends()).toBe(1);
  });

  it('takes metadata along and shows it on the message', () => {
    const { actions, act, core } = setup();
    actions.sendMessage({ text: 'hi', metadata: { a: 1 } });
    expect(act()).toEqual({ type: 'text', text: 'hi', metadata: { a: 1 } });
    expect(core.state.messages[0]?.metadata).toEqual({ a: 1 });
  });

  it.each([
    ['blank', ' ', 'invalid-message'],
    ['too long', 'xxxx', 'too-large'],
    ['metadata that is no JSON', { text: 'hi', metadata: { a: Number.NaN } }, 'invalid-message'],
  ])('refuses %s, and nothing changes', (_name, message, code) => {
    const { actions, core, sends } = setup(ABLE, { maxLength: 3 });
    const { state, outbox } = core;
    expect(actions.sendMessage(message)).toMatchObject({ ok: false, error: { code } });
    expect(core.state).toBe(state);
    expect(core.outbox).toBe(outbox);
    expect(sends()).toBe(0);
  });

  it('refuses what the queue has no room for', () => {
    const { actions, core, sends } = setup();
    Array.from({ length: OUTBOX_LIMITS.messages }, () => actions.sendMessage('x'));
    expect(actions.sendMessage('x')).toMatchObject({ ok: false, error: { code: 'queue-full' } });
    expect(core.state.messages).toHaveLength(OUTBOX_LIMITS.messages);
    expect(sends()).toBe(OUTBOX_LIMITS.messages);
  });
});

describe('choose', () => {
  it.each([
    ['a button', { id: 'c1', text: 'Yes' }],
    ['a button on a card', { id: 'c2', text: 'Buy' }],
  ])('sends %s with the message that offers it', (_name, choice) => {
    const { actions, act, core, play, shown } = setup();
    play(OFFER);
    expect(actions.choose(choice).ok).toBe(true);
    const [message] = core.state.messages;
    expect(act()).toMatchObject({ type: 'choice', choice, message: { id: message?.id } });
    expect(shown().at(-1)).toBe(`user queued: ${choice.text}`);
    const [choices, cards] = message?.parts ?? [];
    const taken = choice.id === 'c1' ? choices : cards?.type === 'cards' && cards.cards[0];
    expect(taken).toHaveProperty('choices');
    expect(taken).toHaveProperty('chosenId', choice.id);
    expect(JSON.stringify(message).split('chosenId')).toHaveLength(2);
  });

  it('takes the newest message that offers it', () => {
    const { actions, act, core, play } = setup();
    play(OFFER, OFFER);
    actions.choose({ id: 'c1', text: 'Yes' });
    expect(act()).toMatchObject({ message: { id: core.state.messages[1]?.id } });
  });

  it('sends the words of what no message offers', () => {
    const { actions, act, play } = setup();
    play(OFFER);
    actions.choose({ id: 'x', text: 'Suggested' });
    expect(act()).toMatchObject({ type: 'text', text: 'Suggested' });
  });

  it('sends the words where the platform takes no choices', () => {
    const { actions, act, play } = setup({ choices: false });
    play(OFFER);
    actions.choose({ id: 'c1', text: 'Yes' });
    expect(act()).toMatchObject({ type: 'text', text: 'Yes' });
  });
});

describe('sendStructured', () => {
  it.each([
    [{ intentId: 'x' }, []],
    [{ intentId: 'x', utterance: 'hello' }, ['user queued: hello']],
    [{ intentId: 'x', utterance: ' ' }, []],
    [{ intentId: 'x', utterance: 7 }, []],
  ])('sends %j and shows what was said', (data, messages) => {
    const { actions, act, shown } = setup();
    expect(actions.sendStructured(data).ok).toBe(true);
    expect(act()).toEqual({ type: 'structured', data });
    expect(shown()).toEqual(messages);
  });

  it.each([
    ['what is no JSON', { a: Number.NaN }],
    // What JavaScript lets through.
    ['nothing', JSON.parse('null') as Record<string, unknown>],
  ])('refuses %s', (_name, data) => {
    const { actions, sends } = setup();
    expect(actions.sendStructured(data)).toMatchObject({ error: { code: 'invalid-message' } });
    expect(sends()).toBe(0);
  });

  it('is refused where the platform has none', () => {
    const { actions } = setup({});
    expect(actions.sendStructured({})).toMatchObject({ error: { code: 'unsupported' } });
  });
});

describe('requestAgent', () => {
  it('asks, and says that it was asked', () => {
    const { actions, act, core, shown } = setup();
    expect(actions.requestAgent().ok).toBe(true);
    expect(act()).toEqual({ type: 'agent' });
    expect(shown()).toEqual([]);
    expect(core.state.handoff).toBe('requested');
  });

  it('does not send away the human who is there', () => {
    const { actions, core, play } = setup();
    play({ type: 'event', event: { type: 'handoff', handoff: 'agent' } });
    actions.requestAgent();
    expect(core.state.handoff).toBe('agent');
  });

  it('is refused where the platform has none', () => {
    const { actions, core } = setup({});
    expect(actions.requestAgent()).toMatchObject({ error: { code: 'unsupported' } });
    expect(core.state.handoff).toBe('bot');
  });
});

describe('retry', () => {
  it.each([
    ['failed', fail('id-1')],
    ['unconfirmed', LOSE],
  ])('sends what is %s again', (_name, step) => {
    const { actions, act, play, shown, sends } = setup();
    actions.sendMessage({ text: 'hi', metadata: { a: 1 } });
    play(write('id-1'), step);
    expect(actions.retry('id-1')).toEqual({ ok: true, id: 'id-1' });
    expect(shown()).toEqual(['user queued: hi']);
    expect(act()).toEqual({ type: 'text', text: 'hi', metadata: { a: 1 } });
    expect(sends()).toBe(2);
  });

  it('sends a choice again as a choice, whatever was sent after it', () => {
    const { actions, act, core, play } = setup();
    play(OFFER);
    const choice = { id: 'c1', text: 'Yes' };
    const chosen = actions.choose(choice);
    const id = chosen.ok ? chosen.id : '';
    play(write(id));
    actions.sendMessage('and another');
    play(LOSE);
    actions.retry(id);
    expect(act()).toMatchObject({ type: 'choice', choice });
    expect(core.outbox.queued.at(-1)?.messageId).toBe(id);
  });

  it.each(['waits', 'is under way', 'is not there'])('refuses what %s', (what) => {
    const { actions, core, play, sends } = setup();
    actions.sendMessage('hi');
    if (what === 'is under way') {
      play(write('id-1'));
    }
    const { state, outbox } = core;
    const id = what === 'is not there' ? 'x' : 'id-1';
    expect(actions.retry(id)).toMatchObject({ ok: false, error: { code: 'invalid-message' } });
    expect(core.state).toBe(state);
    expect(core.outbox).toBe(outbox);
    expect(sends()).toBe(1);
  });

  it('keeps to the room of the queue', () => {
    const { actions, play, shown } = setup();
    actions.sendMessage('first');
    play(write('id-1'), LOSE);
    Array.from({ length: OUTBOX_LIMITS.messages }, () => actions.sendMessage('x'));
    expect(actions.retry('id-1')).toMatchObject({ ok: false, error: { code: 'queue-full' } });
    expect(shown()[0]).toBe('user unconfirmed: first');
  });
});

describe('edit and discard', () => {
  it.each([
    ['queued', []],
    ['failed', [write('id-1'), fail('id-1')]],
    ['unconfirmed', [write('id-1'), LOSE]],
  ])('take back what is %s', (_name, steps) => {
    for (const action of ['edit', 'discard'] as const) {
      const { actions, core, play } = setup();
      actions.sendMessage('hi');
      play(...steps);
      const expected = action === 'edit' ? { ok: true, text: 'hi' } : { ok: true };
      expect(actions[action]('id-1')).toEqual(expected);
      expect(core.state.messages).toEqual([]);
      expect(core.outbox.queued).toEqual([]);
    }
  });

  it('leave what is under way, of the other side, or not there', () => {
    const { actions, core, play } = setup();
    actions.sendMessage('hi');
    play(write('id-1'), { type: 'event', event: { type: 'message', message: incoming('x') } });
    const { state, outbox } = core;
    for (const { id } of [...state.messages, { id: 'x' }]) {
      expect(actions.edit(id)).toMatchObject({ ok: false, error: { code: 'invalid-message' } });
      expect(actions.discard(id)).toMatchObject({ ok: false, error: { code: 'invalid-message' } });
    }
    expect(core.state).toBe(state);
    expect(core.outbox).toBe(outbox);
  });
});

describe('clear and clearError', () => {
  it('forget the transcript, and the error', () => {
    const { actions, core, play } = setup();
    play(OFFER, { type: 'error-set', error: LOST });
    actions.clearError();
    expect(core.state.error).toBeNull();
    expect(core.state.messages).toHaveLength(1);
    actions.clear();
    expect(core.state.messages).toEqual([]);
  });
});
