export * from './vanilla.ts';
export { useChatState } from './react/use-chat-state.ts';
export { useMessage, useMessageIds } from './react/use-message.ts';
