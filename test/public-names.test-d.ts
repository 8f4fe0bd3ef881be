/** The public names and their fields, as the documents promise them. Compiled with everything else, never run. */
import {
  aui,
  type AuiOptions,
  type Capabilities,
  type Chat,
  type ChatError,
  type ChatErrorCode,
  type ChatMessage,
  type ChatState,
  type ChatView,
  type CommonOptions,
  type ConnectionState,
  createAuiTask,
  createChat,
  createLexiconChat,
  type CustomPart,
  type Delivery,
  lexicon,
  type LexiconOptions,
  type MessagePart,
  nlx,
  type NlxOptions,
  type Provider,
  type SendResult,
  type Source,
  useAuiStream,
  type UseAuiStreamOptions,
  useChat,
  useChatState,
  useLexiconChat,
  type UseLexiconChatOptions,
  useMessage,
  useMessageIds,
  useNlxChat,
  type UseNlxChatOptions,
  useNlxSocket,
  type UseNlxSocketOptions,
} from '@parley/hooks';
import * as vanilla from '@parley/hooks/vanilla';
import type { ChatWidgetProps, RendererProps, Renderers } from '@parley/widget';
import type { ComponentType } from 'react';
import { expectTypeOf } from 'vitest';

type Common =
  | 'enabled'
  | 'autoConnect'
  | 'reconnect'
  | 'heartbeat'
  | 'pace'
  | 'deadlines'
  | 'maxLength'
  | 'maxMessages'
  | 'initialMessages'
  | 'outbox'
  | 'runtime'
  | 'onMessage'
  | 'onFinish'
  | 'onError'
  | 'onConnectionChange'
  | 'onProtocolEvent';
type Credentials = 'apiKey' | 'url' | 'headers';
type Nlx =
  | Credentials
  | 'deploymentKey'
  | 'channelKey'
  | 'conversationId'
  | 'userId'
  | 'languageCode'
  | 'restUrl'
  | 'context'
  | 'welcome'
  | 'environment'
  | 'channelType';
type Lexicon = Credentials | 'userId' | 'chatId' | 'auth' | 'restUrl' | 'metadata';
type Aui = Credentials | 'taskId' | 'region' | 'context' | 'restUrl' | 'textMode' | 'parallelTurns';

// Options: one object, the provider's fields and the common ones.
expectTypeOf<keyof CommonOptions>().toEqualTypeOf<Common>();
expectTypeOf<keyof NlxOptions>().toEqualTypeOf<Nlx | 'transport' | 'stream'>();
expectTypeOf<keyof LexiconOptions>().toEqualTypeOf<Lexicon>();
expectTypeOf<keyof AuiOptions>().toEqualTypeOf<Aui>();
expectTypeOf<keyof UseNlxSocketOptions>().toEqualTypeOf<Common | Nlx>();
expectTypeOf<keyof UseNlxChatOptions>().toEqualTypeOf<Common | Nlx | 'stream'>();
expectTypeOf<keyof UseLexiconChatOptions>().toEqualTypeOf<Common | Lexicon>();
expectTypeOf<keyof UseAuiStreamOptions>().toEqualTypeOf<Common | Aui>();
expectTypeOf<NlxOptions['apiKey']>().toEqualTypeOf<Source<string> | undefined>();
expectTypeOf<() => Promise<{ value: string; expiresAt: number }>>().toExtend<Source<string>>();
expectTypeOf<'gcp' | 'azure'>().toExtend<AuiOptions['region']>();
expectTypeOf<'query' | 'headers'>().toExtend<LexiconOptions['auth']>();
expectTypeOf<() => Promise<string>>().toExtend<LexiconOptions['chatId']>();
expectTypeOf<() => ReturnType<typeof createLexiconChat>>().toExtend<LexiconOptions['chatId']>();
expectTypeOf<() => ReturnType<typeof createAuiTask>>().toExtend<AuiOptions['taskId']>();
// What is not known yet is an option too: the chat stays idle until it is.
expectTypeOf<{ userId: undefined; chatId: undefined }>().toExtend<LexiconOptions>();
expectTypeOf<{ taskId: undefined }>().toExtend<AuiOptions>();
expectTypeOf<{ deploymentKey: undefined; channelKey: undefined }>().toExtend<UseNlxChatOptions>();

// Hooks and what they return.
expectTypeOf(useNlxSocket).toEqualTypeOf<(options: UseNlxSocketOptions) => ChatView>();
expectTypeOf(useNlxChat).toEqualTypeOf<(options: UseNlxChatOptions) => ChatView>();
expectTypeOf(useLexiconChat).toEqualTypeOf<(options: UseLexiconChatOptions) => ChatView>();
expectTypeOf(useAuiStream).toEqualTypeOf<(options: UseAuiStreamOptions) => ChatView>();
expectTypeOf(useChat).returns.toEqualTypeOf<ChatView>();
expectTypeOf(useChat).toBeCallableWith({ provider: {} as Provider, maxLength: 10 });
expectTypeOf(useChat).toBeCallableWith({ chat: {} as Chat, onMessage: () => undefined });
export function useEach(chat: Chat, view: ChatView, provider: Provider): void {
  // @ts-expect-error the settings of a chat made elsewhere are its maker's
  useChat({ chat, maxLength: 10 });
  // @ts-expect-error one or the other
  useChat({ chat, provider });
  expectTypeOf(useMessageIds(view)).toEqualTypeOf<readonly string[]>();
  expectTypeOf(useMessage(chat, 'id')).toEqualTypeOf<ChatMessage | undefined>();
  expectTypeOf(useChatState(chat, ({ messages }) => messages.length)).toEqualTypeOf<number>();
}
expectTypeOf<ChatView>().toEqualTypeOf<Chat & Readonly<ChatState>>();

// Without React: the same names.
expectTypeOf(vanilla.createChat).toEqualTypeOf(createChat);
expectTypeOf(vanilla.nlx).toEqualTypeOf(nlx);
expectTypeOf(vanilla.lexicon).toEqualTypeOf(lexicon);
expectTypeOf(vanilla.aui).toEqualTypeOf(aui);
expectTypeOf(vanilla.createLexiconChat).toEqualTypeOf(createLexiconChat);
expectTypeOf(vanilla.createAuiTask).toEqualTypeOf(createAuiTask);
expectTypeOf(createChat).returns.toEqualTypeOf<Chat>();
expectTypeOf(nlx).returns.toEqualTypeOf<Provider>();
expectTypeOf(lexicon).returns.toEqualTypeOf<Provider>();
expectTypeOf(aui).returns.toEqualTypeOf<Provider>();

// A chat and its state.
expectTypeOf<keyof Chat>().toEqualTypeOf<
  | 'store'
  | 'provider'
  | 'connect'
  | 'reconnect'
  | 'disconnect'
  | 'reset'
  | 'clear'
  | 'sendMessage'
  | 'choose'
  | 'sendStructured'
  | 'setContext'
  | 'requestAgent'
  | 'upload'
  | 'sendFeedback'
  | 'stop'
  | 'retry'
  | 'edit'
  | 'discard'
  | 'loadOlder'
  | 'clearError'
>();
expectTypeOf<keyof Chat['store']>().toEqualTypeOf<'getState' | 'getInitialState' | 'subscribe'>();
expectTypeOf<keyof ChatState>().toEqualTypeOf<
  | 'connection'
  | 'status'
  | 'messages'
  | 'suggestions'
  | 'activity'
  | 'handoff'
  | 'session'
  | 'capabilities'
  | 'history'
  | 'error'
>();
expectTypeOf<ChatState['status']>().toEqualTypeOf<'ready' | 'submitted' | 'streaming' | 'error'>();
expectTypeOf<ChatState['handoff']>().toEqualTypeOf<'bot' | 'requested' | 'agent' | 'ended'>();
expectTypeOf<ConnectionState['status']>().toEqualTypeOf<
  'idle' | 'connecting' | 'ready' | 'reconnecting' | 'failed' | 'closed'
>();
expectTypeOf<ChatMessage['role']>().toEqualTypeOf<'user' | 'assistant' | 'agent' | 'system'>();
expectTypeOf<Delivery>().toEqualTypeOf<
  'queued' | 'sending' | 'sent' | 'acknowledged' | 'unconfirmed' | 'failed'
>();
expectTypeOf<NonNullable<ChatMessage['state']>>().toEqualTypeOf<
  'streaming' | 'complete' | 'interrupted'
>();
expectTypeOf<ChatMessage['parts'][number]['type']>().toEqualTypeOf<
  'text' | 'choices' | 'sources' | 'cards' | 'attachment' | 'custom'
>();
expectTypeOf<SendResult>().toEqualTypeOf<
  { readonly ok: true; readonly id: string } | { readonly ok: false; readonly error: ChatError }
>();
expectTypeOf<ChatErrorCode>().toEqualTypeOf<
  | 'unauthorized'
  | 'not-found'
  | 'rate-limited'
  | 'unreachable'
  | 'offline'
  | 'timeout'
  | 'protocol'
  | 'rejected'
  | 'server'
  | 'too-large'
  | 'expired'
  | 'queue-full'
  | 'invalid-message'
  | 'upload-failed'
  | 'unsupported'
  | 'aborted'
>();
expectTypeOf<keyof ChatError>().toEqualTypeOf<
  'code' | 'message' | 'fix' | 'providerCode' | 'limit' | 'retryable' | 'cause'
>();

expectTypeOf<keyof ChatMessage>().toEqualTypeOf<
  | 'id'
  | 'serverId'
  | 'role'
  | 'author'
  | 'parts'
  | 'createdAt'
  | 'delivery'
  | 'state'
  | 'error'
  | 'metadata'
  | 'feedback'
  | 'canRate'
  | 'feedbackForm'
>();
expectTypeOf<keyof Capabilities>().toEqualTypeOf<
  | 'acknowledges'
  | 'streams'
  | 'choices'
  | 'structured'
  | 'uploads'
  | 'feedback'
  | 'history'
  | 'handoff'
  | 'parallelTurns'
  | 'context'
  | 'reset'
>();
expectTypeOf<keyof Provider>().toEqualTypeOf<
  | 'name'
  | 'transport'
  | 'id'
  | 'shareable'
  | 'destination'
  | 'incomplete'
  | 'capabilities'
  | 'timing'
  | 'credentials'
  | 'maxLength'
  | 'prepare'
  | 'connect'
  | 'opening'
  | 'encode'
  | 'decode'
  | 'classify'
  | 'describe'
  | 'calls'
>();

// Custom parts of an application's own, typed by generic.
type Seats = CustomPart<'seats', { readonly free: readonly string[] }>;
type Fare = CustomPart<'fare', { readonly cents: number }>;
type Own<Part> = Extract<Part, { type: 'custom' }>;

expectTypeOf<Own<MessagePart>>().toEqualTypeOf<CustomPart>();
expectTypeOf<Own<MessagePart<Seats | Fare>>>().toEqualTypeOf<Seats | Fare>();
expectTypeOf<Own<ChatMessage<Seats>['parts'][number]>>().toEqualTypeOf<Seats>();
expectTypeOf<ChatMessage<Seats>>().toExtend<ChatMessage>();
export function useOwnParts(chat: Chat): void {
  const message = useMessage<Seats | Fare>(chat, 'id');
  expectTypeOf(message).toEqualTypeOf<ChatMessage<Seats | Fare> | undefined>();
  for (const part of message?.parts ?? []) {
    if (part.type === 'custom' && part.name === 'fare') {
      expectTypeOf(part.data).toEqualTypeOf<{ readonly cents: number }>();
    }
  }
  // @ts-expect-error a part of one's own is a custom part
  useMessage<{ type: 'seats' }>(chat, 'id');
}
declare const SeatMap: (props: RendererProps<Seats>) => null;
declare const FareView: ComponentType<RendererProps<Fare>>;
declare const AnyView: (props: RendererProps<CustomPart>) => null;
const ownRenderers: Renderers<Seats | Fare> = { custom: { seats: SeatMap, fare: AnyView } };
// @ts-expect-error there is no part of this name
export const misnamed: Renderers<Seats | Fare> = { custom: { seat: SeatMap } };
// @ts-expect-error this one draws the other part
export const mistaken: Renderers<Seats | Fare> = { custom: { seats: FareView } };
// The widget takes them as they are, and components by any name.
export const ofWidget: ChatWidgetProps['renderers'] = ownRenderers;
export const anyName: Renderers = {
  custom: { seats: SeatMap, other: AnyView, inline: ({ part }) => part.name },
};
