'use client';

import type { JSX } from 'react';
import { useEffect, useState } from 'react';

import { Icon } from '../icons/icons.tsx';
import { useParts } from '../root/parts-context.ts';

/** How long "Copied" stays. */
const COPIED_MS = 2000;

export interface CodeBlockProps {
  readonly code: string;
  readonly language?: string | undefined;
}

/** Code that scrolls sideways, with its language and a button that copies it. */
export function CodeBlock({ code, language }: CodeBlockProps): JSX.Element {
  const { labels, clock, announcer } = useParts();
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    const timer = copied && clock.setTimeout(() => setCopied(false), COPIED_MS);
    return () => clock.clearTimeout(timer);
  }, [copied, clock]);

  const handleCopy = () => {
    // Refused where the page has no permission; then the code can still be selected.
    navigator.clipboard?.writeText(code).then(
      () => {
        setCopied(true);
        announcer.say(labels.copied);
      },
      () => {},
    );
  };

  return (
    <div data-slot="code" dir="ltr">
      <div data-slot="code-bar">
        <span>{language?.match(/^[\w+#.-]{1,20}/)?.[0] ?? labels.code}</span>
        <button type="button" data-slot="copy" aria-label={labels.copyCode} onClick={handleCopy}>
          <Icon name={copied ? 'check' : 'copy'} />
          {copied && <span aria-hidden="true">{labels.copied}</span>}
        </button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>{code}</code>
      </pre>
    </div>
  );
}
