import type { JSX } from 'react';

import { useParts } from '../root/parts-context.ts';
import { safeImage } from '../text/safe-url.ts';
import { WireLink } from '../text/wire-link.tsx';

export interface MarkdownImageProps {
  readonly address: string;
  readonly alt: string;
  /** Its link is already there: a refused image is only its words. */
  readonly isInLink: boolean;
}

/** An image from an allowed origin. From any other it is a link: loading it would tell that origin who reads what. */
export function MarkdownImage({ address, alt, isInLink }: MarkdownImageProps): JSX.Element {
  const { allowedImageOrigins } = useParts();
  const source = safeImage(address, allowedImageOrigins);
  if (source) {
    return (
      <img src={source} alt={alt} loading="lazy" decoding="async" referrerPolicy="no-referrer" />
    );
  }
  if (isInLink) {
    return <>{alt || address}</>;
  }
  return <WireLink href={address}>{alt || address}</WireLink>;
}
