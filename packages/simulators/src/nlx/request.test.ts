import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readRequest } from './request.ts';

const structured = (input: object): object => ({ request: { structured: input } });

describe('readRequest', () => {
  it.each([
    ['text', { request: { unstructured: { text: 'hi' } } }, { kind: 'text', text: 'hi' }],
    [
      'a flow',
      structured({ intentId: 'NLX.Welcome' }),
      { kind: 'intent', intentId: 'NLX.Welcome', slots: [] },
    ],
    ['a choice', structured({ choiceId: 'a' }), { kind: 'choice', choiceId: 'a' }],
    [
      'an old choice',
      structured({ choiceId: 'a', nodeId: 'n', intentId: 'i' }),
      { kind: 'choice', choiceId: 'a', nodeId: 'n', intentId: 'i' },
    ],
    [
      'slots',
      structured({ slots: [{ slotId: 's', value: 1, topValues: ['1'], choicePayload: 'p' }] }),
      { kind: 'slots', slots: [{ slotId: 's', value: 1 }] },
    ],
    [
      'uploads beside the empty slots of the vendor’s client',
      structured({ uploadIds: ['u'], utterance: 'see', slots: [] }),
      { kind: 'uploads', uploadIds: ['u'], utterance: 'see' },
    ],
    ['a poll', structured({ poll: true }), { kind: 'poll' }],
  ])('reads %s', (_name, body, act) => {
    expect(readRequest(body)).toMatchObject({ ok: true, value: { act } });
  });

  it('takes structured input where the documented sample has both', () => {
    const request = { unstructured: { text: 'text' }, structured: { choiceId: 'text' } };
    expect(readRequest({ request })).toMatchObject({ value: { act: { kind: 'choice' } } });
  });

  it('reads a null conversationId as none', () => {
    const body = { ...structured({ poll: true }), conversationId: null };
    expect(readRequest(body)).toMatchObject({ ok: true, value: { conversationId: undefined } });
  });

  it.each([
    ['null', null, 'JSON object'],
    ['an array', [], 'JSON object'],
    ['a text', 'hi', 'JSON object'],
    ['no request', {}, 'request is missing'],
    ['an empty request', { request: {} }, 'needs unstructured or structured'],
    ['blank text', { request: { unstructured: { text: '  ' } } }, 'unstructured.text'],
    ['text that is a number', { request: { unstructured: { text: 1 } } }, 'unstructured.text'],
    ['structured that is a text', { request: { structured: 'hi' } }, 'must be an object'],
    ['empty structured', structured({}), 'says nothing'],
    ['only empty slots', structured({ slots: [] }), 'says nothing'],
    ['poll: false', structured({ poll: false }), 'poll'],
    ['slots as an object', structured({ slots: { a: 1 } }), 'must be an array'],
    ['a slot without id', structured({ slots: [{ value: 1 }] }), 'slotId'],
    ['a slot without value', structured({ slots: [{ slotId: 'a' }] }), 'needs a value'],
    [
      'topValues of numbers',
      structured({ slots: [{ slotId: 'a', value: 1, topValues: [1] }] }),
      'topValues',
    ],
    ['uploadIds as a text', structured({ uploadIds: 'u' }), 'uploadIds'],
    ['an empty choiceId', structured({ choiceId: '' }), 'choiceId'],
    ['a numeric nodeId', structured({ choiceId: 'a', nodeId: 3 }), 'nodeId'],
    ['a numeric userId', { ...structured({ poll: true }), userId: 7 }, 'userId'],
    [
      'an empty conversationId',
      { ...structured({ poll: true }), conversationId: '' },
      'conversationId',
    ],
    ['context as a list', { ...structured({ poll: true }), context: [] }, 'context'],
    ['stream as a text', { ...structured({ poll: true }), stream: 'true' }, 'stream'],
    ['an unknown field', { ...structured({ poll: true }), retry: 1 }, 'no field "retry"'],
    ['an unknown field in structured', structured({ choiceId: 'a', text: 'A' }), 'no field "text"'],
    ['a choice that polls', structured({ choiceId: 'a', poll: true }), 'goes alone'],
    ['a flow that polls', structured({ intentId: 'a', poll: true }), 'goes alone'],
    ['a choice that starts a flow', structured({ choiceId: 'a', intentId: 'i' }), 'nodeId'],
    ['a numeric languageCode', { ...structured({ poll: true }), languageCode: 1 }, 'languageCode'],
  ])('refuses %s and says why', (_name, body, problem) => {
    const read = readRequest(body);
    expect(read.ok ? 'accepted' : read.problem).toContain(problem);
  });

  it('takes the language of the channel, and no other', () => {
    const read = (body: object) => readRequest({ ...structured({ poll: true }), ...body }, 'en-US');
    expect(read({})).toMatchObject({ ok: true });
    expect(read({ languageCode: 'en-US' })).toMatchObject({ ok: true });
    expect(read({ languageCode: 'de-DE' })).toEqual({
      ok: false,
      problem: "languageCode is not the channel's, which is en-US",
    });
  });

  it('takes every field that the vendor’s client sends', () => {
    const identity = { userId: 'u', conversationId: 'c', languageCode: 'en-US' };
    const kind = { channelType: 'web', environment: 'production', context: {}, stream: false };
    const body = { ...structured({ slots: [], choiceId: 'a' }), ...identity, ...kind };
    expect(readRequest(body, 'en-US')).toMatchObject({ ok: true });
  });

  it('answers any JSON value without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(readRequest(value)).toHaveProperty('ok');
        expect(readRequest({ request: { structured: value } })).toHaveProperty('ok');
        expect(readRequest({ request: { unstructured: value } })).toHaveProperty('ok');
      }),
    );
  });
});
