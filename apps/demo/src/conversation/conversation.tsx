import {
  createAuiTask,
  createLexiconChat,
  useAuiStream,
  useLexiconChat,
  useNlxChat,
  useNlxSocket,
  type Chat,
  type CommonOptions,
} from '@parley/hooks';
import type { ReactNode } from 'react';

import type { PlatformId, Values } from '../platforms/platform.ts';

export interface HookProps {
  readonly values: Values;
  /** What every hook takes: the outside world, and who listens. */
  readonly options: CommonOptions;
  /** Draws the chat. It reads nothing of the view here, so no token renders what is above it. */
  readonly children: (chat: Chat) => ReactNode;
}

const filled = (value: string | undefined): string | undefined => value || undefined;

function nlxOptions(values: Values) {
  return {
    deploymentKey: filled(values['deploymentKey']),
    channelKey: filled(values['channelKey']),
    apiKey: filled(values['apiKey']),
    languageCode: filled(values['languageCode']),
    url: filled(values['url']),
    welcome: true,
  };
}

function NlxSocket({ values, options, children }: HookProps) {
  return children(useNlxSocket({ ...nlxOptions(values), ...options }));
}

function NlxChat({ values, options, children }: HookProps) {
  return children(useNlxChat({ ...nlxOptions(values), ...options }));
}

/** How the REST calls that make a conversation reach their server: the way the chat itself does. */
function restAccess(values: Values, { runtime }: CommonOptions) {
  return {
    userId: values['userId'] ?? '',
    apiKey: filled(values['apiKey']),
    restUrl: filled(values['restUrl']),
    fetch: runtime?.fetch,
  };
}

function LexiconChat({ values, options, children }: HookProps) {
  const makeChat = () => createLexiconChat(restAccess(values, options));
  return children(
    useLexiconChat({
      userId: filled(values['userId']),
      chatId: filled(values['chatId']) ?? (values['restUrl'] ? makeChat : undefined),
      apiKey: filled(values['apiKey']),
      url: filled(values['url']),
      restUrl: filled(values['restUrl']),
      ...options,
    }),
  );
}

function AuiTask({ values, options, children }: HookProps) {
  const makeTask = () => createAuiTask(restAccess(values, options));
  return children(
    useAuiStream({
      taskId: filled(values['taskId']) ?? (values['restUrl'] ? makeTask : undefined),
      apiKey: filled(values['apiKey']),
      url: filled(values['url']),
      restUrl: filled(values['restUrl']),
      ...options,
    }),
  );
}

const HOOKS: Readonly<Record<PlatformId, (props: HookProps) => ReactNode>> = {
  'nlx-socket': NlxSocket,
  'nlx-chat': NlxChat,
  lexicon: LexiconChat,
  aui: AuiTask,
};

export interface ConversationProps extends HookProps {
  readonly platform: PlatformId;
}

/** A conversation through one of the four hooks, handed to whatever draws it. */
export function Conversation({ platform, ...props }: ConversationProps) {
  const Hook = HOOKS[platform];
  return <Hook {...props} />;
}
