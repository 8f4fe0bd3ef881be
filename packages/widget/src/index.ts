export type { ChatWidgetOptions } from './chat-widget/chat-widget-frame.tsx';
export { ChatWidget } from './chat-widget/chat-widget.tsx';
export type {
  ChatWidgetOfChatProps,
  ChatWidgetOfProviderProps,
  ChatWidgetProps,
} from './chat-widget/chat-widget.tsx';
export { ChatActivity } from './activity/chat-activity.tsx';
export { ChatComposer } from './composer/chat-composer.tsx';
export type { ChatComposerProps } from './composer/chat-composer.tsx';
export { ChatConnection } from './connection/chat-connection.tsx';
export type { ChatConnectionProps } from './connection/chat-connection.tsx';
export { ChatDelivery } from './delivery/chat-delivery.tsx';
export { ChatError } from './error/chat-error.tsx';
export type { ChatErrorProps } from './error/chat-error.tsx';
export { ChatFeedback } from './feedback/chat-feedback.tsx';
export { ChatHandoff } from './handoff/chat-handoff.tsx';
export type { ChatHandoffProps } from './handoff/chat-handoff.tsx';
export { ChatHeader } from './header/chat-header.tsx';
export type { ChatHeaderProps } from './header/chat-header.tsx';
export { ENGLISH } from './labels/labels.ts';
export type { Labels, PartialLabels } from './labels/labels.ts';
export { ChatLauncher } from './launcher/chat-launcher.tsx';
export type { ChatLauncherProps } from './launcher/chat-launcher.tsx';
export { Markdown } from './markdown/markdown.tsx';
export type { MarkdownProps } from './markdown/markdown.tsx';
export { ChatMessage } from './message/chat-message.tsx';
export type { ChatMessageProps } from './message/chat-message.tsx';
export { MessagePart } from './message/message-part.tsx';
export type { RendererProps, Renderers } from './message/renderers.ts';
export { ChatEmpty } from './messages/chat-empty.tsx';
export { ChatMessages } from './messages/chat-messages.tsx';
export type { ChatMessagesProps } from './messages/chat-messages.tsx';
export { ChatRoot } from './root/chat-root.tsx';
export type { ChatOptions, ChatRootProps } from './root/chat-root.tsx';
export type { OpenOptions } from './root/use-open.ts';
export type { PartProps } from './root/part.tsx';
export type { ElementProps, SlotComponentProps, SlotName, Slots, SlotValue } from './root/slots.ts';
export { ChatSuggestions } from './suggestions/chat-suggestions.tsx';
export type { ChatSuggestionsProps } from './suggestions/chat-suggestions.tsx';
export { safeImage, safeLink } from './text/safe-url.ts';
export { ChatViewport } from './viewport/chat-viewport.tsx';
export type { ChatViewportProps } from './viewport/chat-viewport.tsx';
export { ChatWindow } from './window/chat-window.tsx';
export type { ChatWindowProps } from './window/chat-window.tsx';
