'use client';

import type { CustomPart, MessagePart as Part } from '@parley/hooks';
import type { ComponentType, JSX } from 'react';

import { AttachmentView } from '../parts/attachment-view.tsx';
import { CardsView } from '../parts/cards-view.tsx';
import { ChoicesView } from '../parts/choices-view.tsx';
import { FallbackView } from '../parts/fallback-view.tsx';
import { SourcesView } from '../parts/sources-view.tsx';
import { TextView } from '../parts/text-view.tsx';
import { useParts } from '../root/parts-context.ts';
import type { RendererProps, Renderers } from './renderers.ts';

/** One part of a message, drawn by its renderer, else by the widget's own view. */
export function MessagePart({ part, message }: RendererProps): JSX.Element {
  const { renderers } = useParts();
  return draw(part, message, renderers);
}

function draw(part: Part, message: RendererProps['message'], renderers: Renderers): JSX.Element {
  switch (part.type) {
    case 'text': {
      const Text = renderers.text ?? TextView;
      return <Text part={part} message={message} />;
    }
    case 'choices': {
      const Choices = renderers.choices ?? ChoicesView;
      return <Choices part={part} message={message} />;
    }
    case 'sources': {
      const Sources = renderers.sources ?? SourcesView;
      return <Sources part={part} message={message} />;
    }
    case 'cards': {
      const Cards = renderers.cards ?? CardsView;
      return <Cards part={part} message={message} />;
    }
    case 'attachment': {
      const Attachment = renderers.attachment ?? AttachmentView;
      return <Attachment part={part} message={message} />;
    }
    case 'custom': {
      const Custom = findCustom(part.name, renderers);
      return Custom ? (
        <Custom part={part} message={message} />
      ) : (
        drawFallback(part, message, renderers)
      );
    }
    default:
      // A type of a later version of the hooks.
      return drawFallback(part satisfies never, message, renderers);
  }
}

function drawFallback(part: Part, message: RendererProps['message'], renderers: Renderers) {
  const Fallback = renderers.fallback ?? FallbackView;
  return <Fallback part={part} message={message} />;
}

/** Only a name that was given: the wire also says `constructor`. */
function findCustom(
  name: string,
  { custom }: Renderers,
): ComponentType<RendererProps<CustomPart>> | undefined {
  return custom && Object.hasOwn(custom, name) ? custom[name] : undefined;
}
