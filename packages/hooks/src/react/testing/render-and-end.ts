import { createElement, type ReactElement } from 'react';
import { renderToString } from 'react-dom/server';

import { useLexiconChat } from '../use-lexicon-chat.ts';

function Page(): ReactElement {
  const { connection } = useLexiconChat({ userId: 'user', chatId: 'chat', apiKey: 'key' });
  return createElement('p', null, connection.status);
}

process.stdout.write(renderToString(createElement(Page)));
