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

  const widget = (
    <ChatWidget
      chat={chat}
      title={`${platform.name} chat`}
      inline={mode === 'inline'}
      defaultOpen={mode === 'floating'}
      allowedImageOrigins={imageOrigins}
    />
  );

  return (
    <>
      <section className="stage" aria-labelledby="stage-title">
        <header className="panel-header">
          <h2 id="stage-title">
            <code dir="ltr">{'<ChatWidget>'}</code>
          </h2>
          <ModePicker mode={mode} onChoose={setMode} />
        </header>
        {incomplete === undefined ? null : (
          <p className="note note-strong" role="status">
            Not dialing yet: {incomplete}. Fill in the credentials above, then press Apply.
          </p>
        )}
        <div className="stage-frame" data-mode={mode}>
          {mode === 'inline' ? widget : <MockPage />}
        </div>
        {hasTopics ? <TrySaying chat={chat} topics={platform.topics} /> : null}
      </section>
      {mode === 'floating' ? <div className="floating">{widget}</div> : null}
    </>
  );
}

interface ModePickerProps {
  readonly mode: Mode;
  readonly onChoose: (mode: Mode) => void;
}

function ModePicker({ mode, onChoose }: ModePickerProps) {
  return (
    <div className="segments" role="radiogroup" aria-label="Where the widget is">
      {MODES.map((item) => (
        <label key={item.mode} className="segment">
          <input
            type="radio"
            name="mode"
            value={item.mode}
            checked={mode === item.mode}
            onChange={() => onChoose(item.mode)}
          />
          <span>{item.label}</span>
        </label>
      ))}
    </div>
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
