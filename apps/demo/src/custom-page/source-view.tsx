import { useState } from 'react';

export interface SourceViewProps {
  readonly name: string;
  readonly source: string;
}

/** A file as it stands, to be read and taken. */
export function SourceView({ name, source }: SourceViewProps) {
  const [said, setSaid] = useState('');

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(source);
      setSaid('Copied.');
    } catch {
      setSaid('The browser did not allow that.');
    }
  }

  return (
    <section className="panel source" aria-labelledby="source-title">
      <header className="panel-header">
        <h2 id="source-title">{name}</h2>
        <span className="note" role="status">
          {said}
        </span>
        <button type="button" className="button" onClick={() => void copy()}>
          Copy
        </button>
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <pre className="source-code" tabIndex={0} dir="ltr" aria-label={`Source of ${name}`}>
        <code>{source}</code>
      </pre>
    </section>
  );
}
