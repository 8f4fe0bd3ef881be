'use client';

import type { MessageSource, SourcesPart } from '@parley/hooks';
import type { JSX } from 'react';

import type { RendererProps } from '../message/renderers.ts';
import { Part } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';
import { linkHost, safeLink } from '../text/safe-url.ts';
import { WireLink } from '../text/wire-link.tsx';

/** The documents an answer rests on, folded away until somebody wants to know. */
export function SourcesView({ part }: RendererProps<SourcesPart>): JSX.Element {
  const { labels } = useParts();
  return (
    <Part as="details" slotName="sources">
      <summary>{labels.sources(part.sources.length)}</summary>
      <ol>
        {part.sources.map((source, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- sources have no id, and their order is their number
          <li key={index}>
            <SourceView source={source} />
          </li>
        ))}
      </ol>
    </Part>
  );
}

function SourceView({ source }: { readonly source: MessageSource }): JSX.Element {
  const { labels } = useParts();
  const href = safeLink(source.url ?? '');
  const host = href && linkHost(href);
  const details = [host, source.page !== undefined && labels.page(source.page)]
    .filter(Boolean)
    .join(' · ');
  return (
    <>
      <span dir="auto">
        <WireLink href={href} isMarked>
          {source.title || host}
        </WireLink>
      </span>
      {details && <span data-slot="hint">{details}</span>}
      {source.excerpt && <blockquote dir="auto">{source.excerpt}</blockquote>}
    </>
  );
}
