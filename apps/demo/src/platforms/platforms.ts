import { nlxFields } from './nlx-fields.ts';
import type { Field, Platform, PlatformId } from './platform.ts';

const USER: Field = {
  name: 'userId',
  label: 'User',
  hint: 'The user, in your own terms.',
  kind: 'text',
  simulated: 'user123',
};

const KEY: Field = {
  name: 'apiKey',
  label: 'API key',
  hint: 'Kept in memory only. Another key dials anew and keeps the transcript.',
  kind: 'secret',
  simulated: 'your-api-key',
};

const URL_FIELD: Field = {
  name: 'url',
  label: 'Address',
  hint: 'The whole WebSocket endpoint. A relay of yours goes here.',
  kind: 'address',
  simulated: ({ url }) => url,
};

const REST: Field = {
  name: 'restUrl',
  label: 'REST address',
  hint: 'Makes conversations and reads their history. Never guessed in a browser.',
  kind: 'address',
  simulated: ({ restUrl }) => restUrl,
};

const LEXICON: Platform = {
  id: 'lexicon',
  hook: 'useLexiconChat',
  name: 'Lexicon Labs',
  summary: 'One WebSocket per chat. Tokens stream, every message is acknowledged.',
  service: 'lexicon',
  transport: 'socket',
  fields: [
    USER,
    {
      name: 'chatId',
      label: 'Chat',
      hint: 'Empty makes a new one over REST. The simulator also knows chat-with-history.',
      kind: 'text',
      simulated: '',
      example: 'a new chat',
    },
    KEY,
    { ...URL_FIELD, example: 'ws://localhost:8000/ws/chat' },
    { ...REST, example: 'https://relay.example.com' },
  ],
  topics: ['Hello', 'table', 'code', 'image', 'slow', 'revise', 'drop', 'error'],
};

const NLX_SOCKET: Platform = {
  id: 'nlx-socket',
  hook: 'useNlxSocket',
  name: 'NLX over WebSocket',
  summary: 'One socket. The application, or a person, may speak at any time.',
  service: 'nlx',
  transport: 'socket',
  fields: nlxFields(({ url }) => url, 'wss://us-east-1-ws.apps.nlx.ai'),
  topics: ['Hello', 'book a flight', 'choices', 'carousel', 'sources', 'upload', 'agent', 'later'],
};

const NLX_CHAT: Platform = {
  id: 'nlx-chat',
  hook: 'useNlxChat',
  name: 'NLX over HTTP',
  summary: 'One exchange per turn, each message shown as soon as it is finished.',
  service: 'nlx',
  transport: 'http',
  fields: nlxFields(({ restUrl }) => restUrl, 'https://apps.nlx.ai'),
  topics: ['Hello', 'book a flight', 'choices', 'carousel', 'pending', 'upload', 'cut', 'error'],
};

const AUI: Platform = {
  id: 'aui',
  hook: 'useAuiStream',
  name: 'AUI',
  summary: 'One WebSocket per task, with products and follow-up suggestions.',
  service: 'aui',
  transport: 'socket',
  fields: [
    {
      name: 'taskId',
      label: 'Task',
      hint: 'A conversation. Empty makes a new one over REST.',
      kind: 'text',
      simulated: '',
      example: 'a new task',
    },
    { ...USER, hint: 'Whom a new task is made for.' },
    KEY,
    { ...URL_FIELD, example: 'wss://data-services.aui.io/api/ia-controller/…' },
    { ...REST, example: 'https://relay.example.com' },
  ],
  topics: ['Hello', 'microwave', 'cards', 'table', 'agent', 'moderation', 'drop', 'strange'],
};

/** The four hooks, in the order they are offered. */
export const PLATFORMS: readonly Platform[] = [LEXICON, NLX_SOCKET, NLX_CHAT, AUI];

const BY_ID: Readonly<Record<PlatformId, Platform>> = {
  lexicon: LEXICON,
  'nlx-socket': NLX_SOCKET,
  'nlx-chat': NLX_CHAT,
  aui: AUI,
};

export function platformOf(id: PlatformId): Platform {
  return BY_ID[id];
}
