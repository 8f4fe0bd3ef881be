import type { Delivery, HandoffState, MessageRole } from '@parley/hooks';

/** Every word the widget says. Pass some of them to replace those; the others stay English. */
export interface Labels {
  /** The window's name, and the header's text where no `title` is given. */
  readonly title: string;
  readonly openChat: string;
  readonly closeChat: string;
  readonly unread: (count: number) => string;
  readonly conversation: string;
  readonly empty: string;
  readonly loadOlder: string;
  readonly loadingOlder: string;
  readonly loadOlderFailed: string;
  readonly newMessages: string;
  readonly scrollToEnd: string;
  readonly message: string;
  readonly messagePlaceholder: string;
  readonly sendMessage: string;
  /** Under the message box while the platform takes no typed answer. */
  readonly inputDisabled: string;
  readonly stopAnswer: string;
  readonly attachFiles: string;
  readonly uploading: (name: string) => string;
  readonly uploadFailed: (name: string) => string;
  readonly cancelUpload: string;
  readonly charactersLeft: (count: number) => string;
  readonly charactersOver: (count: number) => string;
  readonly suggestions: string;
  readonly choices: string;
  readonly chosen: string;
  readonly sources: (count: number) => string;
  readonly page: (page: number) => string;
  readonly cards: string;
  readonly recommended: string;
  readonly attachment: string;
  readonly copyCode: string;
  readonly copied: string;
  readonly table: string;
  readonly code: string;
  readonly thinking: string;
  readonly interrupted: string;
  readonly unsupported: string;
  readonly helpful: string;
  readonly notHelpful: string;
  readonly feedbackThanks: string;
  readonly feedbackComment: string;
  readonly sendFeedback: string;
  readonly delivery: Readonly<Record<Delivery, string>>;
  readonly retry: string;
  readonly edit: string;
  readonly discard: string;
  /** The second "Discard", on a message that cannot be had back. */
  readonly discardForGood: string;
  readonly discarded: string;
  readonly undo: string;
  readonly requestAgent: string;
  readonly handoff: Readonly<Record<HandoffState, string>>;
  /** Who speaks, for a screen reader. */
  readonly speaker: Readonly<Record<MessageRole, string>>;
  /**
   * In place of the words of a notice, by its `metadata.notice`: `session-changed`, `session-expired`,
   * `agent-elsewhere`. Without one it says what the hooks say.
   */
  readonly notices: Readonly<Partial<Record<string, string>>>;
  readonly connecting: string;
  readonly reconnecting: string;
  /** Read out when trouble that was shown is over. */
  readonly connected: string;
  /** Whole seconds to the next try; 0 while it is being made. */
  readonly retryIn: (seconds: number) => string;
  readonly offline: string;
  readonly offlineFix: string;
  readonly needsSignIn: string;
  readonly failed: string;
  readonly closed: string;
  readonly tryNow: string;
  readonly tryAgain: string;
  readonly connect: string;
  readonly dismiss: string;
}

export const ENGLISH: Labels = {
  title: 'Chat',
  openChat: 'Open chat',
  closeChat: 'Close chat',
  unread: (count) => (count === 1 ? '1 new message' : `${count} new messages`),
  conversation: 'Conversation',
  empty: 'Ask us anything.',
  loadOlder: 'Show earlier messages',
  loadingOlder: 'Loading earlier messages…',
  loadOlderFailed: 'Earlier messages could not be loaded.',
  newMessages: 'New messages',
  scrollToEnd: 'Go to the latest message',
  message: 'Message',
  messagePlaceholder: 'Write a message…',
  sendMessage: 'Send message',
  inputDisabled: 'Typing is off for now. Please use one of the buttons.',
  stopAnswer: 'Stop answering',
  attachFiles: 'Attach files',
  uploading: (name) => `Uploading ${name}`,
  uploadFailed: (name) => `${name} could not be uploaded.`,
  cancelUpload: 'Cancel upload',
  charactersLeft: (count) => `${count} left`,
  charactersOver: (count) => `${count} too many`,
  suggestions: 'Suggested replies',
  choices: 'Choices',
  chosen: 'chosen',
  sources: (count) => (count === 1 ? '1 source' : `${count} sources`),
  page: (page) => `page ${page}`,
  cards: 'Results',
  recommended: 'Recommended',
  attachment: 'Attachment',
  copyCode: 'Copy code',
  copied: 'Copied',
  table: 'Table',
  code: 'Code',
  thinking: 'Writing…',
  interrupted: 'This answer was cut off.',
  unsupported: 'This content cannot be shown here.',
  helpful: 'Helpful',
  notHelpful: 'Not helpful',
  feedbackThanks: 'Thanks for the feedback.',
  feedbackComment: 'What could be better?',
  sendFeedback: 'Send feedback',
  delivery: {
    queued: 'Waiting to be sent',
    sending: 'Sending…',
    sent: 'Sent',
    acknowledged: 'Delivered',
    unconfirmed: 'May not have arrived',
    failed: 'Not sent',
  },
  retry: 'Send again',
  edit: 'Edit',
  discard: 'Discard',
  discardForGood: 'Discard for good?',
  discarded: 'Message discarded.',
  undo: 'Undo',
  requestAgent: 'Talk to a person',
  handoff: {
    bot: '',
    requested: 'Finding someone to help you…',
    agent: 'You are talking to a person.',
    ended: 'The conversation with our team has ended.',
  },
  speaker: { user: 'You', assistant: 'Assistant', agent: 'Agent', system: 'Notice' },
  notices: {},
  connecting: 'Connecting…',
  reconnecting: 'No connection.',
  connected: 'Connected.',
  retryIn: (seconds) => (seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying again…'),
  offline: 'You are offline.',
  offlineFix: 'What you write is kept and sent when you are back.',
  needsSignIn: 'You are not signed in to this chat.',
  failed: 'This chat is not available.',
  closed: 'Disconnected.',
  tryNow: 'Try now',
  tryAgain: 'Try again',
  connect: 'Connect',
  dismiss: 'Dismiss',
};

/** The English words with some of them replaced, one level into the records. */
export function mergeLabels(labels: PartialLabels = {}): Labels {
  return {
    ...ENGLISH,
    ...labels,
    delivery: { ...ENGLISH.delivery, ...labels.delivery },
    handoff: { ...ENGLISH.handoff, ...labels.handoff },
    speaker: { ...ENGLISH.speaker, ...labels.speaker },
  };
}

type Records = 'delivery' | 'handoff' | 'speaker';

export type PartialLabels = Partial<Omit<Labels, Records>> & {
  readonly [Name in Records]?: Partial<Labels[Name]>;
};
