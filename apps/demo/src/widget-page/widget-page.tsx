import type { Chat } from '@parley/hooks';

import { BreakPanel } from '../breaks/break-panel.tsx';
import type { Tools } from '../breaks/break.ts';
import { Inspector } from '../inspector/inspector.tsx';
import type { Journal } from '../journal/journal.ts';
import type { Platform } from '../platforms/platform.ts';
import { Stage } from './stage.tsx';

export interface WidgetPageProps {
  readonly chat: Chat;
  readonly platform: Platform;
  readonly tools: Omit<Tools, 'chat'>;
  readonly journal: Journal;
}

/** The widget, what can be done to it, and what it does about it. */
export function WidgetPage({ chat, platform, tools, journal }: WidgetPageProps) {
  const { acknowledges } = chat.provider.capabilities;
  return (
    <>
      <Stage
        chat={chat}
        platform={platform}
        imageOrigins={tools.link ? [new URL(tools.link.restUrl).origin] : []}
        hasTopics={tools.link !== undefined}
      />
      <BreakPanel
        tools={{ ...tools, chat }}
        chat={{ transport: platform.transport, acknowledges }}
        journal={journal}
      />
      <Inspector chat={chat} journal={journal} />
    </>
  );
}
