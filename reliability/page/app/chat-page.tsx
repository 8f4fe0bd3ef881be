import {
  type Chat,
  type CommonOptions,
  useAuiStream,
  useLexiconChat,
  useNlxChat,
  useNlxSocket,
} from '@parley/hooks';
import { ChatWidget } from '@parley/widget';
import { createContext, type JSX, use, useContext, useEffect } from 'react';

import type { ChatRequest, HookOptions, ProviderName } from './chat-request.ts';

const Bare = createContext(false);

interface TalkingProps<Name extends ProviderName> {
  readonly options: HookOptions[Name];
  readonly common: CommonOptions;
  readonly onChat: (chat: Chat) => void;
}

interface WindowProps {
  readonly chat: Chat;
  readonly onChat: (chat: Chat) => void;
}

function Window({ chat, onChat }: WindowProps): JSX.Element {
  const isBare = useContext(Bare);
  useEffect(() => onChat(chat), [chat, onChat]);
  return isBare ? <p>A chat</p> : <ChatWidget chat={chat} title="Support" defaultOpen />;
}

function NlxSocketPage({ options, common, onChat }: TalkingProps<'nlx-socket'>): JSX.Element {
  return <Window chat={useNlxSocket({ ...common, ...options })} onChat={onChat} />;
}

function NlxHttpPage({ options, common, onChat }: TalkingProps<'nlx-http'>): JSX.Element {
  return <Window chat={useNlxChat({ ...common, ...options })} onChat={onChat} />;
}

function LexiconPage({ options, common, onChat }: TalkingProps<'lexicon'>): JSX.Element {
  return <Window chat={useLexiconChat({ ...common, ...options })} onChat={onChat} />;
}

function AuiPage({ options, common, onChat }: TalkingProps<'aui'>): JSX.Element {
  return <Window chat={useAuiStream({ ...common, ...options })} onChat={onChat} />;
}

let late: Promise<void> | undefined;

/** Suspends the whole page around it once, after its hook has run: its first render is thrown away. */
function SuspendOnce(): null {
  late ??= new Promise((resolve) => setTimeout(resolve, 100));
  use(late);
  return null;
}

interface ChatPageProps {
  readonly request: ChatRequest;
  readonly common: CommonOptions;
  readonly onChat: (chat: Chat) => void;
}

function isFor<Name extends ProviderName>(
  request: ChatRequest,
  name: Name,
): request is ChatRequest<Name> {
  return request.provider === name;
}

function Talking({ request, common, onChat }: ChatPageProps): JSX.Element {
  if (isFor(request, 'nlx-socket')) {
    return <NlxSocketPage options={request.options} common={common} onChat={onChat} />;
  }
  if (isFor(request, 'nlx-http')) {
    return <NlxHttpPage options={request.options} common={common} onChat={onChat} />;
  }
  if (isFor(request, 'lexicon')) {
    return <LexiconPage options={request.options} common={common} onChat={onChat} />;
  }
  if (isFor(request, 'aui')) {
    return <AuiPage options={request.options} common={common} onChat={onChat} />;
  }
  throw new Error(`There is no hook for ${request.provider}.`);
}

/** One hook and one widget, as an application has them. */
export function ChatPage(props: ChatPageProps): JSX.Element {
  return (
    <main key={props.request.route}>
      <Bare value={props.request.shape === 'bare'}>
        <Talking {...props} />
      </Bare>
      {props.request.shape === 'suspending' && <SuspendOnce />}
    </main>
  );
}
