'use client';

import type { Card, CardsPart } from '@parley/hooks';
import type { JSX } from 'react';

import type { RendererProps } from '../message/renderers.ts';
import { Part } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';
import { safeImage } from '../text/safe-url.ts';
import { WireLink } from '../text/wire-link.tsx';
import { ChoiceList } from './choice-list.tsx';

/** Products or results in a row that scrolls sideways. */
export function CardsView({ part }: RendererProps<CardsPart>): JSX.Element {
  const { labels } = useParts();
  return (
    <Part as="ul" slotName="cards" role="list" aria-label={labels.cards} tabIndex={0}>
      {part.cards.map((card, index) => (
        // The wire may give two cards one id.
        <Part key={`${index} ${card.id}`} as="li" slotName="card">
          <CardView card={card} />
        </Part>
      ))}
    </Part>
  );
}

function CardView({ card }: { readonly card: Card }): JSX.Element {
  const { labels, allowedImageOrigins } = useParts();
  const image = card.imageUrl && safeImage(card.imageUrl, allowedImageOrigins);
  return (
    <>
      {image && <img src={image} alt="" loading="lazy" referrerPolicy="no-referrer" />}
      <div data-slot="card-body">
        {card.recommended && <span data-slot="badge">{labels.recommended}</span>}
        <p data-slot="card-title" dir="auto">
          <WireLink href={card.url} isMarked>
            {card.title}
          </WireLink>
        </p>
        {card.subtitle && (
          <p data-slot="hint" dir="auto">
            {card.subtitle}
          </p>
        )}
        {card.body && <p dir="auto">{card.body}</p>}
        {card.attributes.length > 0 && (
          <dl>
            {card.attributes.map((attribute, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- attributes have no id, and keep the platform's order
              <div key={index}>
                <dt dir="auto">{attribute.label}</dt>
                <dd dir="auto">{attribute.value}</dd>
              </div>
            ))}
          </dl>
        )}
        {card.choices && card.choices.length > 0 && (
          <ChoiceList choices={card.choices} chosenId={card.chosenId} label={card.title} />
        )}
      </div>
    </>
  );
}
