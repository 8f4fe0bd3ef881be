import type { JSX, ReactNode } from 'react';

import { safeLink } from '../text/safe-url.ts';

export interface MarkdownLinkProps {
  readonly href: string;
  readonly children?: ReactNode;
}

/** A link where its address is one of those a link may have; else only its text. */
export function MarkdownLink({ href, children }: MarkdownLinkProps): JSX.Element {
  const safe = safeLink(href);
  if (!safe) {
    return <>{children}</>;
  }
  return (
    <a href={safe} title={safe} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
