import type { JSX, ReactNode } from 'react';

import { Icon } from '../icons/icons.tsx';
import { safeLink } from './safe-url.ts';

export interface WireLinkProps {
  readonly href: string | undefined;
  /** Marks it as a way out of the chat. */
  readonly isMarked?: boolean | undefined;
  readonly children?: ReactNode;
}

/** A link where its address is one of those a link may have; else only its text. */
export function WireLink({ href = '', isMarked, children }: WireLinkProps): JSX.Element {
  const safe = safeLink(href);
  if (!safe) {
    return <>{children}</>;
  }
  return (
    <a href={safe} title={safe} target="_blank" rel="noopener noreferrer">
      {children}
      {isMarked && <Icon name="external" />}
    </a>
  );
}
