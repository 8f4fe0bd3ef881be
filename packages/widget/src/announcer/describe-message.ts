import type { ChatMessage, MessagePart } from '@parley/hooks';

import type { Labels } from '../labels/labels.ts';
import { plainText } from '../markdown/plain-text.ts';
import { shownParts } from '../message/shown-parts.ts';
import { plainName } from '../text/plain-name.ts';

/** A message as it is read out: who speaks, then what, without the marks of markdown. */
export function describeMessage(message: ChatMessage, labels: Labels): string {
  const speaker = message.author?.name ?? labels.speaker[message.role];
  const words = shownParts(message, labels)
    .map((part) => describePart(part, labels))
    .filter(Boolean);
  if (message.state === 'interrupted') {
    words.push(labels.interrupted);
  }
  return words.length > 0 ? `${plainName(speaker)}: ${words.join(' ')}` : '';
}

function describePart(part: MessagePart, labels: Labels): string {
  switch (part.type) {
    case 'text':
      return plainText(part.text);
    case 'choices':
      return `${labels.choices}: ${part.choices.map((choice) => choice.text).join(', ')}.`;
    case 'sources':
      return labels.sources(part.sources.length);
    case 'cards':
      return `${labels.cards}: ${part.cards.map((card) => card.title).join(', ')}.`;
    case 'attachment':
      return `${labels.attachment}: ${plainName(part.name)}`;
    case 'custom':
      return '';
    default:
      // A part of a later version of the hooks.
      return part satisfies never;
  }
}
