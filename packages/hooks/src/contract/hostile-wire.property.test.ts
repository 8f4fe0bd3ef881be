import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MAX_DRAFTS, MAX_ITEMS, MAX_TEXT } from '../chat/bound-message.ts';
import { type MessagePart, messageText } from '../chat/chat-message.ts';
import { DEPTH_LIMIT, MACHINERY } from '../providers/json-value.ts';
import { type HostileFrames, hostileFrames } from '../testing/hostile-frames.ts';
import { type Aftermath, MAX_MESSAGES, VICTIMS, type Victim } from '../testing/hostile-server.ts';

const RUNS = 20;
/** What the state adds around the deepest value from the wire: messages, a message, its parts, a part, its data. */
const OWN_LEVELS = 8;
/** Whatever is said of an error, and of a connection, in UTF-16 code units. */
const MAX_WORDS = 4_000;
/** What ends or turns around the reading of a name. */
const CONTROLS = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;
const LISTS = new Set(['choices', 'cards', 'sources', 'attributes']);
const NAMES = new Set(['name', 'title', 'url', 'imageUrl']);

const PROTOTYPES = [Object, Array, Function, String, Promise].map(({ prototype }) => prototype);
const properties = (): readonly unknown[] =>
  PROTOTYPES.flatMap((prototype) =>
    Reflect.ownKeys(prototype).flatMap((name) => {
      const { value, get, set } = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
      return [name, value, get, set];
    }),
  );
const UNTOUCHED = properties();

function walk(value: unknown, visit: (name: string, value: unknown, level: number) => void): void {
  function step(inner: unknown, level: number): void {
    if (typeof inner === 'object' && inner !== null) {
      for (const name of Reflect.ownKeys(inner)) {
        const child: unknown = Reflect.get(inner, name);
        visit(String(name), child, level);
        step(child, level + 1);
      }
    }
  }
  step(value, 1);
}

const known = (parts: readonly MessagePart[]): readonly MessagePart[] =>
  parts.filter(({ type }) => type !== 'custom');

/** The state is within its bounds, can be copied, printed and stored, and has nobody else's machinery in it. */
function expectBounded({ state }: Aftermath): void {
  // The newest stays though the bound is reached, and what is not delivered.
  expect(state.messages.length).toBeLessThanOrEqual(MAX_MESSAGES + 1 + MAX_DRAFTS);
  for (const { parts } of state.messages) {
    expect(parts.length).toBeLessThanOrEqual(MAX_ITEMS);
    // What a custom part or a choice brings along for its maker is as long as a frame.
    walk(known(parts), (name, value) => {
      const isOurs = LISTS.has(name) && Array.isArray(value);
      expect(isOurs ? value.length : 0).toBeLessThanOrEqual(MAX_ITEMS);
    });
  }
  expect(state.suggestions.length).toBeLessThanOrEqual(MAX_ITEMS);
  const drafts = state.messages.filter((message) => message.state === 'streaming');
  expect(drafts.length).toBeLessThanOrEqual(MAX_DRAFTS);
  expect(JSON.stringify([state.error, state.connection]).length).toBeLessThan(MAX_WORDS);
  let deepest = 0;
  walk(state, (name, value, level) => {
    deepest = Math.max(deepest, level);
    expect(MACHINERY).not.toContain(name);
    expect(typeof value === 'string' ? value.length : 0).toBeLessThanOrEqual(MAX_TEXT);
    expect(typeof value).not.toBe('function');
  });
  expect(deepest).toBeLessThanOrEqual(DEPTH_LIMIT + OWN_LEVELS);
  const stored: unknown = JSON.parse(JSON.stringify(state));
  expect(structuredClone(stored)).toEqual(stored);
  expect(structuredClone(state)).toEqual(state);
}

/** What the user said is the user's, as it was said; nobody else speaks as the user but an acknowledgement. */
function expectOwn({ state, said }: Aftermath, victim: Victim): void {
  const byId = new Map(state.messages.map((message) => [message.id, message]));
  for (const { id, text } of said) {
    const message = byId.get(id);
    // What was delivered long ago may have given way to newer ones.
    expect(message ? [message.role, messageText(message)] : ['user', text]).toEqual(['user', text]);
  }
  const own = new Set(said.map(({ id }) => id));
  const others = state.messages.filter(({ id, role }) => role === 'user' && !own.has(id));
  const isAcknowledging = victim.name === 'Lexicon' || victim.name === 'AUI';
  expect(others.map(({ delivery }) => delivery)).toEqual(
    isAcknowledging ? others.map(() => 'acknowledged') : [],
  );
  const answers = state.messages.filter(({ role }) => role !== 'user');
  expect(answers.map(({ delivery }) => delivery)).toEqual(answers.map(() => undefined));
}

/** No id comes from the wire, and none is there twice. */
function expectIds({ state, made }: Aftermath): void {
  const ids = state.messages.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  ids.forEach((id) => expect(made).toContain(id));
  for (const { parts } of state.messages) {
    for (const part of parts) {
      const inner =
        part.type === 'choices' ? part.choices : part.type === 'cards' ? part.cards : [];
      expect(new Set(inner.map(({ id }) => id)).size).toBe(inner.length);
    }
  }
}

function expectHonestNames({ state }: Aftermath): void {
  for (const { parts, author } of state.messages) {
    walk([author, known(parts)], (name, value) => {
      const text = NAMES.has(name) && typeof value === 'string' ? value : '';
      expect(text).not.toMatch(CONTROLS);
    });
  }
}

/** A hostile value that is awaited, printed or compared stays a value. */
async function expectInert({ state }: Aftermath): Promise<void> {
  for (const message of state.messages) {
    expect(await Promise.resolve(message)).toBe(message);
    for (const part of message.parts) {
      expect(await Promise.resolve(part)).toBe(part);
    }
  }
}

async function expectSound(after: Aftermath, victim: Victim): Promise<void> {
  const now = properties();
  expect(
    now.length === UNTOUCHED.length && now.every((one, at) => Object.is(one, UNTOUCHED[at])),
  ).toBe(true);
  expect({}).not.toHaveProperty('polluted');
  expectBounded(after);
  expectOwn(after, victim);
  expectIds(after);
  expectHonestNames(after);
  await expectInert(after);
}

/** Attacks with some such frames at a time, and looks at everything afterwards. */
function survives(
  victim: Victim,
  kind: keyof HostileFrames,
  look: (after: Aftermath) => unknown = () => {},
  runs = RUNS,
): Promise<void> {
  return serveAll(victim, async (server) => {
    const frames = fc.array(hostileFrames(victim.frames)[kind], { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(frames, async (sent) => {
        const after = await server.attack(sent);
        await expectSound(after, victim);
        look(after);
      }),
      { numRuns: runs },
    );
  });
}

/** As much of it as fits into a close frame. */
function toReason(text: string): string {
  let reason = text;
  while (Buffer.byteLength(reason) > 123) {
    reason = reason.slice(0, -1);
  }
  return reason;
}

async function serveAll(
  victim: Victim,
  run: (server: Awaited<ReturnType<Victim['serve']>>) => Promise<void>,
): Promise<void> {
  await run(await victim.serve());
}

describe.each(VICTIMS)('what a hostile server sends to a chat over $name', (victim) => {
  it('is outlived, whatever it is (S7 to S11, S28, S29)', () => survives(victim, 'anything'));

  it('is not stored where it is nested too deep (S7: deep nesting)', () =>
    survives(victim, 'deep', ({ oddities, goesOn, state }) => {
      expect(oddities.join()).toContain('nested deeper');
      expect(goesOn || state.messages.length > 0).toBe(true);
    }));

  it('is cut to size and count (S8: giant frames, many parts)', () =>
    survives(victim, 'large', undefined, 12));

  it('changes no prototype, here or in a copy (S9: prototype keys)', () =>
    survives(victim, 'machinery'));

  it('traps nobody who reads, prints or awaits it (S10: duplicate keys, thenables)', () =>
    survives(victim, 'traps'));

  it('names nothing with marks that hide or reorder (S11: bidi, zero width)', () =>
    survives(victim, 'marks'));

  it('speaks for nobody else, and makes no id (S28: spoofed roles and ids, S29: colliding ids)', () =>
    survives(victim, 'claims'));

  it('is said briefly where it ends the connection (S30: close reasons, error bodies)', () =>
    serveAll(victim, async (server) => {
      const html = '<html><script>alert(1)</script>';
      // A reason has 123 bytes.
      const most = victim.isSocket ? 90 : 1_000_000;
      const length = fc.integer({ min: 0, max: most });
      const words = fc
        .oneof(fc.constant('\u202e'), fc.string({ unit: 'binary', maxLength: 9 }))
        .chain((mark) => length.map((n) => `${html}${mark}${'A'.repeat(n)}`))
        .chain((text) =>
          fc.constantFrom(text, JSON.stringify({ message: text, error: { code: text } })),
        );
      const codes = victim.isSocket
        ? [1000, 1001, 1008, 1009, 1011, 1012, 1013, 3000, 4001, 4400, 4500]
        : [400, 401, 403, 404, 413, 418, 429, 500, 503];
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...codes), words, async (code, text) => {
          const after = await server.end(code, victim.isSocket ? toReason(text) : text);
          await expectSound(after, victim);
          expect(JSON.stringify(after.state)).not.toContain('A'.repeat(1_000));
        }),
        { numRuns: RUNS },
      );
    }));
});
