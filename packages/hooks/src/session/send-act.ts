import { type ChatMessage, messageText } from '../chat/chat-message.ts';
import { findMessage } from '../chat/message-list.ts';
import type { SendResult } from '../chat.ts';
import type { UserAct } from '../providers/provider.ts';
import { compose, type Shown } from './compose.ts';
import type { SessionCore } from './session-core.ts';

/** Queues what the user did, shown as a message where it shows. */
export type SendAct = (act: UserAct, shown?: Shown) => SendResult;

export interface SentActs {
  readonly send: SendAct;
  /** What a message that is not delivered asked for; its text, where that is not known any more. */
  actOf(message: ChatMessage): UserAct;
}

/** `onSend` runs after something was queued. */
export function createSentActs(core: SessionCore, onSend: () => void): SentActs {
  /** Kept while a retry is possible. */
  const acts = new Map<string, UserAct>();

  function forgetDelivered(): void {
    for (const id of acts.keys()) {
      const delivery = findMessage(core.state.messages, id)?.delivery;
      // What is only sent can still fail, and is then asked again as what it was.
      if (delivery === undefined || delivery === 'acknowledged') {
        acts.delete(id);
      }
    }
  }

  return {
    send(act, shown) {
      const result = compose(core, act, shown);
      if (result.ok) {
        acts.set(result.id, act);
        forgetDelivered();
        onSend();
      }
      return result;
    },
    actOf: (message) =>
      acts.get(message.id) ?? {
        type: 'text',
        text: messageText(message),
        metadata: message.metadata,
      },
  };
}
