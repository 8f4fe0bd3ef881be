export { createChatError } from './chat/chat-error.ts';
export type { ActionResult, ChatError, ChatErrorCode } from './chat/chat-error.ts';
export type { ChatEvent } from './chat/chat-event.ts';
export { messageText } from './chat/chat-message.ts';
export type {
  AnswerState,
  AttachmentPart,
  Card,
  CardsPart,
  ChatMessage,
  Choice,
  ChoicesPart,
  CustomPart,
  Delivery,
  FeedbackForm,
  IncomingMessage,
  MessageAuthor,
  MessageFeedback,
  MessagePart,
  MessageRole,
  Source as MessageSource,
  SourcesPart,
  TextPart,
} from './chat/chat-message.ts';
export type {
  Activity,
  Capabilities,
  ChatState,
  ChatStatus,
  ConnectionState,
  HandoffState,
  HistoryState,
  SessionInfo,
  Suggestion,
} from './chat/chat-state.ts';
export type {
  Chat,
  ChatView,
  EditResult,
  OutgoingMessage,
  ReadonlyStore,
  SendResult,
  UploadHandle,
  UploadProgress,
} from './chat.ts';
export type {
  CloseFacts,
  CloseVerdict,
  ConnectionTiming,
  HttpTarget,
  SocketTarget,
} from './connection/connection.ts';
export { httpTransport } from './providers/http-transport.ts';
export { socketTransport } from './connection/socket-transport.ts';
export type { ProviderTransport as Transport } from './providers/provider.ts';
export type { HeartbeatOptions } from './connection/heartbeat.ts';
export type { RetryOptions } from './connection/retry-delay.ts';
export { classifyClose } from './providers/classify-close.ts';
export { createChat, type ChatOptions } from './create-chat.ts';
export type {
  ChatHandlers,
  CommonOptions,
  Deadlines,
  OutboxOptions,
} from './session/chat-options.ts';
export type { ExpiringValue, Source } from './connection/credential.ts';
export type {
  Clock,
  Environment,
  EnvironmentEvent,
  Logger,
  LogLevel,
  Runtime,
  WebSocketConstructor,
  WebSocketLike,
} from './connection/runtime.ts';
export type {
  Call,
  CallRequest,
  CallResponse,
  Credentials,
  CredentialSources,
  Decoded,
  HistoryPage,
  Outgoing,
  PreparedSession,
  Provider,
  ProviderCalls,
  ProviderTiming,
  SessionFacts,
  UserAct,
} from './providers/provider.ts';
export { aui, type AuiOptions, type AuiTaskSource } from './providers/aui/aui.ts';
export {
  createAuiTask,
  listAuiMessages,
  listAuiTasks,
  type AuiRestAccess,
  type AuiTask,
  type CreateAuiTaskOptions,
  type CreateAuiTaskResult,
  type ListAuiMessagesResult,
  type ListAuiTasksResult,
} from './providers/aui/create-aui-task.ts';
export {
  createLexiconChat,
  deleteLexiconChat,
  listLexiconChats,
  type CreateLexiconChatOptions,
  type CreateLexiconChatResult,
  type LexiconChat,
  type ListLexiconChatsOptions,
  type ListLexiconChatsResult,
} from './providers/lexicon/create-lexicon-chat.ts';
export {
  lexicon,
  type LexiconChatSource,
  type LexiconOptions,
} from './providers/lexicon/lexicon.ts';
export { nlx } from './providers/nlx/nlx.ts';
export type { NlxOptions } from './providers/nlx/nlx-options.ts';
