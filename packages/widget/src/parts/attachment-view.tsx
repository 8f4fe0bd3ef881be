'use client';

import type { AttachmentPart } from '@parley/hooks';
import type { JSX } from 'react';

import { Icon } from '../icons/icons.tsx';
import type { RendererProps } from '../message/renderers.ts';
import { Part } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';
import { fileSize } from '../text/file-size.ts';
import { plainName } from '../text/plain-name.ts';
import { safeImage } from '../text/safe-url.ts';
import { WireLink } from '../text/wire-link.tsx';

// Some platforms know no more than that it is a picture. An SVG is a document: where it is named, it is a file;
// in an <img> it runs no script.
const PICTURE = /^image\/(?:\*|png|jpe?g|gif|webp|avif)$/;

/** A file: its name and size, a link where it has an address, a picture where its origin is allowed. */
export function AttachmentView({ part }: RendererProps<AttachmentPart>): JSX.Element {
  const { labels, allowedImageOrigins } = useParts();
  const name = plainName(part.name) || labels.attachment;
  const image =
    part.url && PICTURE.test(part.mediaType ?? '')
      ? safeImage(part.url, allowedImageOrigins)
      : undefined;
  return (
    <Part slotName="attachment" data-kind={image ? 'image' : 'file'}>
      {image ? (
        <img src={image} alt="" loading="lazy" referrerPolicy="no-referrer" />
      ) : (
        <Icon name="file" />
      )}
      <span data-slot="attachment-name">
        <WireLink href={part.url}>
          <bdi>{name}</bdi>
        </WireLink>
        {part.size !== undefined && <span data-slot="hint">{fileSize(part.size)}</span>}
      </span>
    </Part>
  );
}
