import {
  messageText,
  useChatState,
  useMessage,
  useMessageIds,
  type Chat,
  type Delivery,
} from '@parley/hooks';
import { createElement, useEffect, useRef, type FormEvent } from 'react';

/** A whole chat in one file, from hooks alone. `chat` is what any of them returns. */
export function CustomChat({ chat }: { readonly chat: Chat }) {
  const ids = useMessageIds(chat);
  return (
    <section className="custom-chat" aria-label="Custom chat">
      <Connection chat={chat} />
      <ol className="custom-messages" aria-live="polite" aria-label="Conversation">
        {ids.map((id) => (
          <Bubble key={id} chat={chat} id={id} />
        ))}
      </ol>
      <Suggestions chat={chat} />
      <Composer chat={chat} />
    </section>
  );
}

function Connection({ chat }: { readonly chat: Chat }) {
  const connection = useChatState(chat, (state) => state.connection);
  const isLost = connection.status === 'reconnecting' || connection.status === 'failed';
  return (
    <p className="custom-connection" role="status" data-status={connection.status}>
      {isLost ? connection.reason.message : connection.status}
      {isLost && <button onClick={() => chat.reconnect()}>Try now</button>}
    </p>
  );
}

/** One message. A token of its answer renders this component, and no other. */
function Bubble({ chat, id }: { readonly chat: Chat; readonly id: string }) {
  const message = useMessage(chat, id);
  const bubble = useRef<HTMLLIElement>(null);
  const text = message ? messageText(message) : '';
  useEffect(() => {
    const list = bubble.current?.parentElement;
    list?.scrollTo({ top: list.scrollHeight });
  }, [text]);
  if (!message) {
    return null;
  }

  const { role, state, delivery, parts } = message;
  return (
    <li ref={bubble} className="custom-bubble" data-role={role} aria-busy={state === 'streaming'}>
      {text && createElement('p', { dir: 'auto' }, ...boldly(text))}
      {parts
        .flatMap((part) => (part.type === 'choices' ? part.choices : []))
        .map((choice) => (
          <button key={choice.id} onClick={() => chat.choose(choice)}>
            {choice.text}
          </button>
        ))}
      {delivery && <small>{DELIVERY[delivery]}</small>}
      {(delivery === 'failed' || delivery === 'unconfirmed') && (
        <button onClick={() => chat.retry(id)}>Send again</button>
      )}
    </li>
  );
}

/** Bold is enough here. The widget's `Markdown` draws the rest. */
function boldly(text: string) {
  return text.split('**').map((piece, index) => (index % 2 ? <b key={index}>{piece}</b> : piece));
}

const DELIVERY: Readonly<Record<Delivery, string>> = {
  queued: 'Waits to be sent',
  sending: 'Sending…',
  sent: 'Sent',
  acknowledged: 'Delivered',
  unconfirmed: 'May not have arrived',
  failed: 'Not sent',
};

function Suggestions({ chat }: { readonly chat: Chat }) {
  const suggestions = useChatState(chat, (state) => state.suggestions);
  return (
    <div className="custom-suggestions">
      {suggestions.map((suggestion) => (
        <button key={suggestion.id} onClick={() => chat.choose(suggestion)}>
          {suggestion.text}
        </button>
      ))}
    </div>
  );
}

function Composer({ chat }: { readonly chat: Chat }) {
  const status = useChatState(chat, (state) => state.status);

  function handleSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const text = new FormData(form).get('text');
    const sent = chat.sendMessage(typeof text === 'string' ? text : '');
    // What could not be sent stays where it was typed.
    if (sent.ok) {
      form.reset();
    }
  }

  return (
    <form className="custom-composer" onSubmit={handleSubmit}>
      <input name="text" aria-label="Message" placeholder="Write…" autoComplete="off" />
      {status === 'streaming' ? (
        <button type="button" onClick={() => chat.stop()}>
          Stop
        </button>
      ) : (
        <button type="submit">Send</button>
      )}
    </form>
  );
}
