import '../styles.css';

import { cleanup, render } from '@testing-library/react';
import type { RenderResult } from '@testing-library/react';
import { afterEach } from 'vitest';

import { ChatWidget } from '../chat-widget/chat-widget.tsx';
import type { ChatWidgetOptions } from '../chat-widget/chat-widget-frame.tsx';
import { seedChat } from './seed-chat.ts';
import type { SeededChat } from './seed-chat.ts';

afterEach(cleanup);

export interface RenderedWidget extends RenderResult {
  readonly chat: SeededChat;
  /** The elements of a part, by its `data-slot`. */
  readonly slots: (name: string) => readonly HTMLElement[];
}

/** The widget around a seeded chat, open unless said otherwise, drawn with its own stylesheet. */
export function renderWidget(
  chat: SeededChat = seedChat(),
  options: ChatWidgetOptions = { defaultOpen: true },
): RenderedWidget {
  const rendered = render(<ChatWidget chat={chat} {...options} />);
  return {
    ...rendered,
    chat,
    slots: (name) => [...rendered.container.querySelectorAll<HTMLElement>(`[data-slot="${name}"]`)],
  };
}
