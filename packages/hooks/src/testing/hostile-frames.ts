import fc from 'fast-check';

/** Names that mean machinery, or something to whoever awaits, prints or walks what has them. */
const MACHINERY = ['__proto__', 'constructor', 'prototype'];
const TRAPS = ['then', 'toString', 'valueOf', 'toJSON', 'hasOwnProperty', 'length', 'catch'];

/** Who may be claimed to speak, and whose a thing may be claimed to be. */
const CLAIMS = [
  'user',
  'assistant',
  'agent',
  '3p',
  'system',
  'admin',
  'user-2',
  'chat-2',
  'task-2',
  'message_received',
  'message_stream_ended',
  'final_response',
  '__proto__',
];

/** Marks that hide, reorder or end what they stand in. */
const MARKS = ['\u202e', '\u2066', '\u200b', '\ufeff', '\u0000', '\u0007', '\u2069', '\r\n'];

const said = fc.oneof(
  fc.constantFrom(...CLAIMS, '<img src=x onerror=alert(1)>', 'javascript:alert(1)'),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.array(fc.constantFrom(...MARKS, 'exe', 'אבג', 'https://a.test/'), { maxLength: 6 }).map(join),
);

function join(pieces: readonly string[]): string {
  return pieces.join('');
}

const leaf: fc.Arbitrary<string> = fc.oneof(
  said.map((text) => JSON.stringify(text)),
  fc.constantFrom('null', 'true', '{}', '[]', '1e400', '-1', '9007199254740993', '""'),
);

/**
 * Any JSON as text, which keeps what a value would lose: names that stand twice in one object, and machinery's.
 * `names` are more or less likely names of its fields.
 */
function json(names: readonly string[]): fc.Arbitrary<string> {
  const name = fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 8 }));
  return fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      { arbitrary: leaf, weight: 3 },
      fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
      fc
        .array(fc.tuple(name, tie('value')), { maxLength: 5 })
        .map((fields) => `{${fields.map(([key, value]) => field(key, value)).join(',')}}`),
    ),
  })).value;
}

const field = (name: string, value: string): string => `${JSON.stringify(name)}:${value}`;

/** Stands for what is put in later, in text. */
const HOLE = '@@hole@@';

interface Holed {
  readonly text: string;
  /** What was there; nothing in the hole of one more field. */
  readonly value: unknown;
}

/** The frame with a hole in place of each of its values, once each; and with one more field in each object. */
function holes(frame: unknown): readonly Holed[] {
  const found: Holed[] = [];
  function walk(value: unknown, rebuild: (inner: unknown) => unknown): void {
    found.push({ text: JSON.stringify(rebuild(HOLE)), value });
    if (typeof value !== 'object' || value === null) {
      return;
    }
    if (!Array.isArray(value)) {
      const text = JSON.stringify(rebuild({ ...value, [HOLE]: HOLE }));
      found.push({ text, value: undefined });
    }
    for (const [key, child] of Object.entries(value)) {
      walk(child, (inner) => {
        const copy: unknown = Array.isArray(value) ? [...value] : { ...value };
        Reflect.set(Object(copy), key, inner);
        return rebuild(copy);
      });
    }
  }
  walk(frame, (inner) => inner);
  return found;
}

const holesOf = (frames: readonly string[]): readonly Holed[] =>
  frames.flatMap((frame) => holes(JSON.parse(frame)));

const fill = (holed: string, name: string, value: string): string =>
  holed.replace(`"${HOLE}":"${HOLE}"`, () => field(name, value)).replace(`"${HOLE}"`, () => value);

/** The frames with something else in one place of theirs: most of it is still what the platform sends. */
function mutants(
  frames: readonly string[],
  names: fc.Arbitrary<string>,
  values: fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...holesOf(frames)), names, values)
    .map(([{ text }, name, value]) => fill(text, name, value));
}

/** The frames with one of their lists so many times as long: every id in it is there as often. */
function swollen(frames: readonly string[]): fc.Arbitrary<string> {
  const lists = holesOf(frames).filter(({ value }) => Array.isArray(value) && value.length > 0);
  return fc
    .tuple(fc.constantFrom(...lists), fc.integer({ min: 2, max: 500 }))
    .map(([{ text, value }, times]) => {
      const items = JSON.stringify(value).slice(1, -1);
      return fill(text, '', list(times, items));
    });
}

function nested(levels: number, isList: boolean): string {
  return isList
    ? `${'['.repeat(levels)}1${']'.repeat(levels)}`
    : `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
}

/** What a hostile server may send, by the attack it is; made of frames that the platform sends. */
export interface HostileFrames {
  /** Nested deeper than anything may be. */
  readonly deep: fc.Arbitrary<string>;
  /** Lists and texts of any size. */
  readonly large: fc.Arbitrary<string>;
  readonly machinery: fc.Arbitrary<string>;
  /** Names twice in an object, and names that trap whoever prints or awaits. */
  readonly traps: fc.Arbitrary<string>;
  readonly marks: fc.Arbitrary<string>;
  /** Others' roles and ids. */
  readonly claims: fc.Arbitrary<string>;
  /** All of it, any JSON, and no JSON. */
  readonly anything: fc.Arbitrary<string>;
}

export function hostileFrames(frames: readonly string[]): HostileFrames {
  const known = [...new Set(frames.flatMap((frame) => frame.match(/"[\w:$]+"(?=:)/gu) ?? []))].map(
    (name) => name.slice(1, -1),
  );
  const name = fc.constantFrom(...known);
  const any = json([...known, ...MACHINERY, ...TRAPS]);
  const deep = mutants(
    frames,
    name,
    fc.tuple(fc.integer({ min: 65, max: 4000 }), fc.boolean()).map(([n, list]) => nested(n, list)),
  );
  const item = fc.oneof(leaf, fc.constantFrom(...frames));
  const large = fc.oneof(
    { arbitrary: swollen(frames), weight: 2 },
    mutants(
      frames,
      name,
      fc.oneof(
        fc.tuple(fc.integer({ min: 101, max: 2000 }), item).map(([n, each]) => list(n, each)),
        fc
          .oneof(fc.integer({ min: 10_000, max: 400_000 }), fc.constant(1_100_000))
          .map((n) => JSON.stringify('x'.repeat(n))),
      ),
    ),
  );
  const machinery = mutants(frames, fc.constantFrom(...MACHINERY), json(MACHINERY));
  const traps = mutants(frames, fc.constantFrom(...TRAPS, ...known), json([...TRAPS, ...known]));
  const marks = mutants(
    frames,
    name,
    fc.array(fc.constantFrom(...MARKS, 'a', 'https://a.test/'), { maxLength: 9 }).map(quote),
  );
  const claims = mutants(frames, name, fc.constantFrom(...CLAIMS).map(JSON.stringify));
  const anything = fc.oneof(
    ...[machinery, traps, marks, claims, deep, swollen(frames), any],
    mutants(frames, fc.oneof(name, fc.constantFrom(...MACHINERY, ...TRAPS)), any),
    fc.string({ unit: 'binary' }),
  );
  return { deep, large, machinery, traps, marks, claims, anything };
}

const list = (times: number, item: string): string =>
  `[${Array.from({ length: times }, () => item).join(',')}]`;

const quote = (pieces: readonly string[]): string => JSON.stringify(join(pieces));
