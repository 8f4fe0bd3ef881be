import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { ROOT } from '../scripts/bootstrap.mjs';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

function textOf(folder: string, extension: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .map((name) => read(join(folder, name)))
    .join('\n');
}

/** What a pattern's first group finds, each once. */
function find(pattern: RegExp, text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(pattern), ([, name = '']) => name))];
}

/** The members of a union of string literals, or the fields of an interface. */
function declared(path: string, head: string, member: RegExp): readonly string[] {
  const [, body = ''] = read(path).split(head, 2);
  return find(member, body.split(/;\n\n|\n\}/u, 1)[0] ?? '');
}

const LITERAL = /'([\w-]+)'/g;
const FIELD = /^ {2}(?:readonly )?(\w+)[?(]?/gm;

/** The declarations of another library, which indents by four. */
const CHAT_CORE = 'node_modules/@nlxai/chat-core/lib/index.d.ts';
const CHAT_CORE_FIELD = /^ {4}(\w+)[?:]/gm;

const OPTIONS = 'packages/hooks/src/session/chat-options.ts';
const PROVIDERS = 'packages/hooks/src/providers';
const WIDGET = textOf('packages/widget/src', '.css');

/** What there is, where it is declared, and the page that says what it is. */
const FACTS: readonly (readonly [what: string, names: readonly string[], page: string])[] = [
  [
    'error code',
    declared('packages/hooks/src/chat/chat-error.ts', 'type ChatErrorCode =', LITERAL),
    'docs/hooks.md',
  ],
  [
    'action of a chat',
    declared('packages/hooks/src/chat.ts', 'interface Chat {', FIELD),
    'docs/hooks.md',
  ],
  ['handler', declared(OPTIONS, 'interface ChatHandlers {', FIELD), 'docs/hooks.md'],
  ['common option', declared(OPTIONS, 'interface CommonOptions', FIELD), 'docs/hooks.md'],
  [
    'field of a provider',
    declared(`${PROVIDERS}/provider.ts`, 'interface Provider {', FIELD),
    'docs/adding-a-provider.md',
  ],
  [
    'event',
    find(/type: '([\w-]+)'/g, read('packages/hooks/src/chat/chat-event.ts')),
    'docs/adding-a-provider.md',
  ],
  [
    'option of NLX',
    declared(`${PROVIDERS}/nlx/nlx-options.ts`, 'interface NlxOptions {', FIELD),
    'docs/providers/nlx.md',
  ],
  [
    'option of Lexicon',
    declared(`${PROVIDERS}/lexicon/lexicon.ts`, 'interface LexiconOptions {', FIELD),
    'docs/providers/lexicon.md',
  ],
  [
    'option of AUI',
    declared(`${PROVIDERS}/aui/aui.ts`, 'interface AuiOptions {', FIELD),
    'docs/providers/aui.md',
  ],
  [
    'slot',
    declared('packages/widget/src/root/slots.ts', 'type SlotName =', LITERAL),
    'docs/widget.md',
  ],
  ['part', find(/^export \{ (Chat\w+)/gm, read('packages/widget/src/index.ts')), 'docs/widget.md'],
  ['custom property', find(/var\(\s*(--parley-[\w-]+)/g, WIDGET), 'docs/widget.md'],
  [
    'export of chat-core',
    find(/^export declare (?:const|function) (\w+)/gm, read(CHAT_CORE)),
    'docs/migrating.md',
  ],
  [
    'action of chat-core',
    declared(CHAT_CORE, 'interface ConversationHandler {', CHAT_CORE_FIELD),
    'docs/migrating.md',
  ],
  [
    'option of chat-core',
    declared(CHAT_CORE, 'interface Config {', CHAT_CORE_FIELD),
    'docs/migrating.md',
  ],
  [
    'fault',
    declared('packages/simulators/src/core/faults.ts', 'interface Faults {', FIELD),
    'packages/simulators/README.md',
  ],
];

describe.each(FACTS)('each %s', (_what, names, page) => {
  const words = new Set(read(page).match(/[\w-]+/g));

  it('is found where it is declared', () => {
    expect(names.length).toBeGreaterThan(3);
  });

  it(`is explained in ${page}`, () => {
    expect(names.filter((name) => !words.has(name))).toEqual([]);
  });
});

describe('the custom properties in the documents', () => {
  it('are all used by the stylesheet', () => {
    const used = new Set(find(/(--parley-[\w-]+)/g, WIDGET));

    expect(
      find(/(--parley-[\w-]+)/g, read('docs/widget.md')).filter((name) => !used.has(name)),
    ).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  it('has at most 100 lines', () => {
    expect(read('docs/architecture.md').trimEnd().split('\n').length).toBeLessThanOrEqual(100);
  });
});
