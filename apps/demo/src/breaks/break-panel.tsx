import { useState } from 'react';

import type { Journal } from '../journal/journal.ts';
import { breaksFor } from './breaks.ts';
import type { Break, Suits, Tools } from './break.ts';
import { BreakRow } from './break-row.tsx';
import { CloseForm } from './close-form.tsx';
import { mend } from './mend.ts';
import { useDamage } from './use-damage.ts';

export interface BreakPanelProps {
  readonly tools: Tools;
  readonly chat: Suits;
  readonly journal: Journal;
}

/** Switches for everything that can go wrong, each saying in words what it does and what it did. */
export function BreakPanel({ tools, chat, journal }: BreakPanelProps) {
  const damage = useDamage(tools);
  const [said, setSaid] = useState('');

  async function perform(label: string, act: () => Promise<string>): Promise<void> {
    try {
      const words = await act();
      setSaid(words);
      journal.add('break', `${label}. ${words}`);
    } catch {
      setSaid('The simulator did not answer. Is it still running?');
    }
    await damage.refresh();
  }

  const canRun = ({ isOurs }: Break): boolean => isOurs === true || tools.link !== undefined;

  return (
    <section className="panel" aria-labelledby="break-title">
      <header className="panel-header">
        <h2 id="break-title">Break things</h2>
        <button
          type="button"
          className="button"
          onClick={() => void perform('Mend everything', () => mend(tools))}
        >
          Mend everything
        </button>
      </header>
      <p className="said said-last" role="status">
        {said || 'Everything works. Press something and watch the chat cope.'}
      </p>
      {tools.link ? null : (
        <p className="note">
          The real platform has no switches: only what this page can do to its own network works.
        </p>
      )}
      <ul className="breaks">
        {breaksFor(chat).map((item) => (
          <BreakRow
            key={item.id}
            item={item}
            damage={damage}
            isDisabled={!canRun(item)}
            onRun={(act) => void perform(item.label, act)}
            tools={tools}
          />
        ))}
      </ul>
      {chat.transport === 'socket' && tools.link ? (
        <CloseForm link={tools.link} onClose={(act) => void perform('Close with a code', act)} />
      ) : null}
    </section>
  );
}
