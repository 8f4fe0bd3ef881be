import type { Chat } from '@parley/hooks';
import { ChatWidget } from '@parley/widget';
import { useState } from 'react';

import type { Platform } from '../platforms/platform.ts';
import { TrySaying } from './try-saying.tsx';

type Mode = 'inline' | 'floating';

const MODES: readonly { readonly mode: Mode; readonly label: string }[] = [
  { mode: 'inline', label: 'In the page' },
  { mode: 'floating', label: 'Floating' },
];

export interface StageProps {
  readonly chat: Chat;
  readonly platform: Platform;
  /** Origins whose pictures may be shown: the simulator's own. */
  readonly imageOrigins: readonly string[];
  /** Says what the simulator can be asked; the real platform has its own mind. */
  readonly hasTopics: boolean;
}

/** The real widget with the chat that was chosen. */
export function Stage({ chat, platform, imageOrigins, hasTopics }: StageProps) {
  const [mode, setMode] = useState<Mode>('inline');
  const { incomplete } = chat.provider;

  return (
    <section className="stage" aria-labelledby="stage-title">
      <header className="panel-header">
        <h2 id="stage-title">
          <code>{'<ChatWidget>'}</code> <span className="quiet">{platform.name}</span>
        </h2>
        <div className="segments" role="radiogroup" aria-label="Where the widget is">
          {MODES.map((item) => (
            <label key={item.mode} className="segment">
              <input
                type="radio"
                name="mode"
                value={item.mode}
                checked={mode === item.mode}
                onChange={() => setMode(item.mode)}
              />
              <span>{item.label}</span>
            </label>
          ))}
        </div>
      </header>
      {incomplete === undefined ? null : (
        <p className="note note-strong" role="status">
          Not dialing yet: {incomplete.replace(/^missing: /, '')} to fill in, then Apply.
        </p>
      )}
      <div className="stage-frame" data-mode={mode}>
        {mode === 'floating' ? <MockPage /> : null}
        <ChatWidget
          key={mode}
          chat={chat}
          title={`${platform.name} chat`}
          inline={mode === 'inline'}
          defaultOpen={mode === 'floating'}
          allowedImageOrigins={imageOrigins}
        />
      </div>
      {hasTopics ? <TrySaying chat={chat} topics={platform.topics} /> : null}
    </section>
  );
}

/** Something for a floating widget to float over. */
function MockPage() {
  return (
    <div className="mock-page">
      <p className="mock-title">Any page of yours</p>
      <p className="note">
        The widget floats in the corner of the window. It changes nothing of the page around it.
      </p>
      <div className="mock-lines" aria-hidden="true">
        <span />
        <span />
        <span />
        <span />
      </div>
    </div>
  );
}
