// What a developer has to know of a platform to talk to it over any socket library: where to dial, what a
// message looks like, which frames are answers. Written from docs/protocol/, and no more than a first version
// of an app would read: no drafts, no history, no error frames.
import { IDENTITY, type ProviderName } from '../platforms.ts';

export type SocketProvider = Exclude<ProviderName, 'nlx-http'>;

interface Frames {
  dial(url: string): string;
  message(text: string): string;
  /** The texts that a frame shows. */
  answers(frame: Record<string, unknown>): readonly string[];
}

function withQuery(url: string, query: Record<string, string>): string {
  const dialed = new URL(url);
  for (const [name, value] of Object.entries(query)) dialed.searchParams.set(name, value);
  return dialed.href;
}

const textOf = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : []);

const lexicon = (): Frames => ({
  dial: (url) =>
    withQuery(url, {
      api_key: IDENTITY.apiKey,
      user_id: IDENTITY.userId,
      chat_id: IDENTITY.chatId,
    }),
  message: (content) => JSON.stringify({ content }),
  answers: (frame) =>
    frame['event_type'] === 'message_stream_ended' ? textOf(frame['content']) : [],
});

function nlx(): Frames {
  const conversationId = crypto.randomUUID();
  return {
    dial: (url) =>
      withQuery(url, {
        deploymentKey: IDENTITY.deploymentKey,
        channelKey: IDENTITY.channelKey,
        languageCode: 'en-US',
        apiKey: IDENTITY.apiKey,
        conversationId,
      }),
    message: (text) =>
      JSON.stringify({
        conversationId,
        request: { unstructured: { text } },
        languageCode: 'en-US',
      }),
    answers: ({ messages }) =>
      Array.isArray(messages)
        ? messages.flatMap((message: unknown) => textOf(Object(message)['text']))
        : [],
  };
}

const aui = (): Frames => ({
  dial: (url) => withQuery(url, { network_api_key: IDENTITY.apiKey }),
  message: (text) => JSON.stringify({ task_id: IDENTITY.taskId, text }),
  answers: (frame) =>
    frame['event'] === undefined && frame['channel'] === undefined && 'sender' in frame
      ? textOf(frame['text'])
      : [],
});

const FRAMES: Readonly<Record<SocketProvider, () => Frames>> = {
  lexicon,
  'nlx-socket': nlx,
  aui,
};

/** One conversation's worth of knowledge about a platform. */
export function framesOf(provider: SocketProvider): Frames {
  return FRAMES[provider]();
}

export type { Frames };
