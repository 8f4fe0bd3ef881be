import { act, cleanup, render, screen } from '@testing-library/react';
import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it, onTestFinished } from 'vitest';

import { messageText } from '../chat/chat-message.ts';
import { createChat } from '../create-chat.ts';
import { lexicon } from '../providers/lexicon/lexicon.ts';
import { isCalm, isReady, until } from '../testing/until.ts';
import { type HookBench, startBench } from './testing/hook-bench.ts';
import { HOOK_CASES, type HookCase, KEY, SOCKET_CASES } from './testing/hook-cases.ts';
import { useChat } from './use-chat.ts';

/** A page as a server sent it. */
function serve(html: string): HTMLElement {
  const container = document.createElement('div');
  container.innerHTML = html;
  document.body.append(container);
  onTestFinished(() => {
    cleanup();
    container.remove();
  });
  return container;
}

function Page({ hookCase, bench }: { readonly hookCase: HookCase; readonly bench: HookBench }) {
  const { connection, messages } = hookCase.useCase(bench.simulator, {
    runtime: bench.runtime,
    initialMessages: [
      {
        id: 'greeting',
        role: 'assistant',
        parts: [{ type: 'text', text: 'Welcome, reader.' }],
        createdAt: 0,
      },
    ],
  });
  return (
    <section>
      <p>connection: {connection.status}</p>
      {messages.map((message) => (
        <p key={message.id}>{messageText(message)}</p>
      ))}
    </section>
  );
}

// A mismatch is told through console.error, which fails every test here.
describe.each(HOOK_CASES)('$name', (hookCase) => {
  it('takes over what a server rendered without a mismatch, and dials then', async () => {
    const bench = await startBench(hookCase);
    const page = (
      <StrictMode>
        <Page hookCase={hookCase} bench={bench} />
      </StrictMode>
    );
    const container = serve(renderToString(page));
    expect(container.textContent).toBe('connection: idleWelcome, reader.');
    expect(bench.network.dials()).toBe(0);
    const [greeting] = container.querySelectorAll('p + p');

    render(page, { container, hydrate: true });
    await screen.findByText('connection: ready');
    expect(container.querySelector('p + p')).toBe(greeting);
    expect(await bench.connections()).toBe(hookCase.isSocket ? 1 : 0);
  });
});

describe('a chat that went on before its page was taken over', () => {
  it('hydrates as it was rendered, and shows the rest then', async () => {
    const [, lexiconCase] = SOCKET_CASES;
    const bench = await startBench(lexiconCase!);
    const chat = createChat({
      provider: lexicon({
        url: bench.simulator.url,
        apiKey: KEY,
        userId: 'user123',
        chatId: 'chat-one',
      }),
      runtime: bench.runtime,
    });
    onTestFinished(() => chat.disconnect());
    function Transcript() {
      const { messages, status } = useChat({ chat });
      return (
        <p>
          {status}: {messages.map(messageText).join(' ')}
        </p>
      );
    }
    const container = serve(renderToString(<Transcript />));
    expect(container.textContent).toBe('ready: ');
    chat.sendMessage('hello');
    await until(chat, (now) => isReady(now) && isCalm(now) && now.messages.length >= 2);

    await act(async () => render(<Transcript />, { container, hydrate: true }));
    expect(container.textContent).toMatch(/^ready: hello \w+/);
  });
});
