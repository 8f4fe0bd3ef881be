import type { ActionResult } from '../chat/chat-error.ts';
import {
  type ChatMessage,
  type Choice,
  type MessagePart,
  messageText,
} from '../chat/chat-message.ts';
import type { Suggestion } from '../chat/chat-state.ts';
import { findStuck } from '../chat/message-list.ts';
import type { Chat, EditResult, OutgoingMessage, SendResult } from '../chat.ts';
import { createEntry, metadataProblem, textProblem } from './compose.ts';
import { refuse, refuseMissing, refuseUnsupported } from './refuse.ts';
import { createSentActs } from './send-act.ts';
import type { SessionCore } from './session-core.ts';
import { createUpload } from './start-upload.ts';

export type MessageActions = Pick<
  Chat,
  | 'sendMessage'
  | 'choose'
  | 'sendStructured'
  | 'requestAgent'
  | 'upload'
  | 'retry'
  | 'edit'
  | 'discard'
  | 'clear'
  | 'clearError'
>;

const OK: ActionResult = { ok: true };

const NOT_THERE = ' that is waiting, unconfirmed or failed';

/** The actions on messages, and those that make one. `onSend` runs after something was queued. */
export function createMessageActions(core: SessionCore, onSend: () => void): MessageActions {
  const { send, actOf } = createSentActs(core, onSend);

  function sendText(message: OutgoingMessage): SendResult {
    // Untyped code may pass nothing at all: that is a message without text.
    const { text, metadata } = Object(message) as OutgoingMessage;
    const maxLength = core.options.maxLength ?? core.provider.maxLength;
    const problem = textProblem(text, maxLength) ?? metadataProblem(metadata);
    return problem ? refuse(problem) : send({ type: 'text', text, metadata }, { text, metadata });
  }

  function choose(given: Choice | Suggestion): SendResult {
    const choice = Object(given) as Choice;
    const { messages, capabilities } = core.state;
    const message = findChoiceMessage(messages, choice.id);
    if (!message || !capabilities.choices) {
      return sendText(choice);
    }
    const result = send({ type: 'choice', choice, message }, { text: choice.text });
    if (result.ok) {
      core.dispatch({ type: 'choice-take', messageId: message.id, choiceId: choice.id });
    }
    return result;
  }

  function takeBack(messageId: string): EditResult {
    const message = findStuck(core.state.messages, messageId, true);
    if (!message) {
      return refuseMissing(messageId, NOT_THERE);
    }
    core.dispatch({ type: 'message-discard', messageId });
    return { ok: true, text: messageText(message) };
  }

  function retry(messageId: string): SendResult {
    const message = findStuck(core.state.messages, messageId);
    if (!message) {
      return refuseMissing(messageId, NOT_THERE);
    }
    const text = messageText(message);
    const id = core.runtime.createId();
    const entry = createEntry(core, { id, act: actOf(message), messageId, text });
    if ('code' in entry) {
      return refuse(entry);
    }
    core.dispatch({ type: 'message-retry', messageId, entry });
    onSend();
    return { ok: true, id: messageId };
  }

  return {
    sendMessage: (message) => sendText(typeof message === 'string' ? { text: message } : message),
    choose,
    sendStructured(data) {
      const { capabilities } = core.state;
      if (!capabilities.structured) {
        return refuseUnsupported(core, 'structured requests');
      }
      // Null is no JSON object either, and unlike undefined it is not the absence of one.
      const problem = metadataProblem(data ?? null);
      if (problem) {
        return refuse(problem);
      }
      const { utterance } = data;
      const isShown = typeof utterance === 'string' && utterance.trim() !== '';
      return send({ type: 'structured', data }, isShown ? { text: utterance } : undefined);
    },
    requestAgent() {
      if (!core.state.capabilities.handoff) {
        return refuseUnsupported(core, 'handing over to a person');
      }
      const result = send({ type: 'agent' });
      if (result.ok) {
        core.dispatch({ type: 'agent-request', id: result.id });
      }
      return result;
    },
    upload: createUpload(core, send),
    retry,
    edit: takeBack,
    discard(messageId) {
      const result = takeBack(messageId);
      return result.ok ? OK : result;
    },
    clear: () => core.dispatch({ type: 'transcript-clear' }),
    clearError: () => core.showError(null),
  };
}

/** The newest message that offers this choice, in its buttons or on a card. */
function findChoiceMessage(
  messages: readonly ChatMessage[],
  choiceId: string,
): ChatMessage | undefined {
  return messages.findLast(({ parts }) =>
    parts.some((part) => offered(part).some(({ id }) => id === choiceId)),
  );
}

function offered(part: MessagePart): readonly Choice[] {
  if (part.type === 'cards') {
    return part.cards.flatMap(({ choices = [] }) => choices);
  }
  return part.type === 'choices' ? part.choices : [];
}
