export * from './vanilla.ts';
export { useAuiStream, type UseAuiStreamOptions } from './react/use-aui-stream.ts';
export {
  useChat,
  type UseChatOptions,
  type UseExistingChatOptions,
  type UseProviderOptions,
} from './react/use-chat.ts';
export { useChatState } from './react/use-chat-state.ts';
export { useLexiconChat, type UseLexiconChatOptions } from './react/use-lexicon-chat.ts';
export { useMessage, useMessageIds } from './react/use-message.ts';
export { useNlxChat, type UseNlxChatOptions } from './react/use-nlx-chat.ts';
export { useNlxSocket, type UseNlxSocketOptions } from './react/use-nlx-socket.ts';
