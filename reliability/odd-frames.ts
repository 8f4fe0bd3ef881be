import type { SOCKETS } from './platforms.ts';

/** Frames that no protocol note knows: of the wrong type, incomplete, damaged, or meant to do harm. */
const OF_NO_PLATFORM: readonly string[] = [
  'no JSON at all {',
  '{"cut": "in the mid',
  '\u{FEFF}{}x',
  '42',
  '1e999',
  'null',
  'true',
  '"words"',
  '[]',
  '[[1, 2], {"event_type": "message_stream_token"}]',
  '{"unknown": {"of": ["every", {"kind": null}]}}',
  '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}',
  '{"toString": 1, "then": "later", "hasOwnProperty": false, "length": -1}',
  `${'['.repeat(5000)}${']'.repeat(5000)}`,
  `{"padding": "${'x'.repeat(2_000_000)}"}`,
];

/** The platform's own frames with fields of the wrong type, missing, said twice, or of another conversation. */
const OF_A_PLATFORM: Readonly<Record<(typeof SOCKETS)[number], readonly string[]>> = {
  lexicon: [
    '{"event_type": 17}',
    '{"event_type": null, "content": "x"}',
    '{"event_type": "agent_mood_changed", "mood": {"is": 1e999}}',
    '{"event_type": "message_stream_token", "event_type": "agent_mood_changed", "token": "x"}',
    '{"event_type": "message_stream_token", "token": 7}',
    '{"event_type": "message_stream_token", "chat_id": "another-chat", "token": "not for you"}',
    '{"event_type": "message_received", "message_id": 5, "content": ["x"]}',
    '{"event_type": "message_received"}',
  ],
  'nlx-socket': [
    '{"type": "unheard of", "text": "x"}',
    '{"type": "message", "type": 5, "text": 7}',
    '{"conversation": "x"}',
    '{"type": "message", "data": {"text": ["x"]}}',
  ],
  aui: [
    '{"event": "thread-message-text-content-updated", "data": {"text": 7}}',
    '{"event": "thread-message-text-content-updated", "data": null}',
    '{"event": "something-else", "event": "unheard-of", "data": {"text": "x"}}',
    '{"channel": {"event_name": 1e999}, "data": []}',
    '{"text": 7, "id": {"of": "an object"}}',
    '{"id": "f1", "sender": "agent"}',
  ],
};

/** Every frame that is to be dropped, with a word about it, by a client of the platform. */
export function oddFrames(provider: (typeof SOCKETS)[number]): readonly string[] {
  return [...OF_NO_PLATFORM, ...OF_A_PLATFORM[provider]];
}

/** The same for what is below text: WebSocket frames, byte by byte. All but the last are to be dropped with a word. */
export const ODD_BYTES: readonly Uint8Array[] = [
  // Binary, empty binary, empty text.
  new Uint8Array([0x82, 3, 1, 2, 3]),
  new Uint8Array([0x82, 0]),
  new Uint8Array([0x81, 0]),
  // A text in two pieces, the first of them empty.
  new Uint8Array([0x01, 0, 0x80, 1, 0x7b]),
  // A ping.
  new Uint8Array([0x89, 2, 0x68, 0x69]),
];

/** Frames that are read as the platform means them, whatever stands beside. Each shows `words`. */
export function strangeAnswer(provider: (typeof SOCKETS)[number], words: string): string {
  const text = JSON.stringify(words);
  const beside =
    '"x": [1e999, -0, 9007199254740993], "nothing": null, "nested": {"__proto__": {"polluted": true}}';
  switch (provider) {
    case 'lexicon':
      return `{"event_type": "message_stream_started", "event_type": "message_stream_ended", "message_id": 1e21, "timestamp": 1e999, "content": ${text}, ${beside}}`;
    case 'nlx-socket':
      return `{"messages": [null, 7, "x", {"text": ${text}, "choices": "x", "messageId": 5}], "messages": [null, 7, "x", {"text": ${text}, "choices": {"0": 1}, "nodeId": []}], "metadata": [], "expirationTimestamp": "never", "modalities": 5, ${beside}}`;
    case 'aui':
      return `{"id": 1e21, "created_at": 5, "sender": {"id": [], "type": "robot"}, "text": ${text}, "followup_suggestions": [null, 7, {}], "cards": "x", "options": [[]], ${beside}}`;
    default:
      return provider satisfies never;
  }
}

/** Bodies that are no answer, or a damaged one, by their `Content-Type`. */
export const ODD_BODIES: readonly (readonly [type: string | undefined, body: string])[] = [
  ['application/json', ''],
  ['application/json', 'no JSON at all {'],
  ['application/json', '42'],
  ['application/json', 'null'],
  ['application/json', '"words"'],
  ['application/json', '[]'],
  ['application/json', `${'['.repeat(5000)}${']'.repeat(5000)}`],
  ['application/json', '{"unknown": {"of": ["every", {"kind": 1e999}]}}'],
  ['application/json', '{"messages": "x", "metadata": 5, "conversationId": ["x"]}'],
  ['application/json', '{"messages": [null, 7, "x", {"text": 7}], "messages": [{}]}'],
  [
    'application/json',
    '{"__proto__": {"polluted": true}, "messages": [{"__proto__": {"polluted": 1}}]}',
  ],
  ['text/event-stream', ''],
  ['text/event-stream', 'data:\n\ndata: 42\n\ndata: {"type": 5}\n\nstray\n\n'],
  ['text/event-stream', '\u{0}\u{1}\n\ndata: {"type": "message", "text": {"of": "x"}}\n\n'],
  ['application/x-ndjson', '\n\nnull\n{"type":"final_response","data":7}\n'],
  [undefined, '}{ ]['],
  ['text/html', '<!doctype html><title>Bad gateway</title>'],
  ['image/png', '\u{89}PNG\r\n'],
];
