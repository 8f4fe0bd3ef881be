import { expect, test } from 'vitest';

import type { JsonRecord } from './json-value.ts';
import type { UserAct } from './provider.ts';
import { writeTextAct } from './write-text-act.ts';

const write = (act: UserAct, along: JsonRecord = {}) =>
  writeTextAct(act, 'Acme', 'attachment', along, (text, clean) => ({ text, clean }));

test.each<[UserAct, string]>([
  [{ type: 'text', text: ' as typed\n' }, ' as typed\n'],
  [{ type: 'choice', choice: { id: '1', text: 'Yes, please' }, message: undefined }, 'Yes, please'],
])('%j goes out as %j', (act, text) => {
  expect(write(act)).toEqual({ body: { text, clean: undefined } });
});

test('what goes along is a copy without what is undefined, and is left out where nothing is', () => {
  const act = { type: 'text', text: 'a' } as const;
  expect(write(act, { b: 1, c: undefined })).toEqual({ body: { text: 'a', clean: { b: 1 } } });
  expect(write(act, { c: undefined })).toEqual({ body: { text: 'a', clean: undefined } });
});

test.each<[UserAct, JsonRecord, code: string, message: string]>([
  [{ type: 'text', text: ' \n\t' }, {}, 'invalid-message', 'A message needs some text.'],
  [
    { type: 'choice', choice: { id: '1', text: '' }, message: undefined },
    {},
    'invalid-message',
    'A message needs some text.',
  ],
  [
    { type: 'text', text: 'a' },
    { when: new Date(0) },
    'invalid-message',
    'The attachment of this message is not plain JSON.',
  ],
  [{ type: 'agent' }, {}, 'unsupported', 'Acme has no request of the kind "agent".'],
  [
    { type: 'structured', data: { text: 'a' } },
    {},
    'unsupported',
    'Acme has no request of the kind "structured".',
  ],
])('%j with %o is refused', (act, along, code, message) => {
  expect(write(act, along)).toMatchObject({ error: { code, message } });
});
