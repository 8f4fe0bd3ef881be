import type { ChatMessage, MessagePart } from '@parley/hooks';

import type { Labels } from '../labels/labels.ts';

/** The parts of a message. A notice that the page has words for says those. */
export function shownParts(
  { role, metadata, parts }: ChatMessage,
  { notices }: Labels,
): readonly MessagePart[] {
  const notice = metadata?.['notice'];
  // Of any other message the wire writes the metadata.
  const isNotice = role === 'system' && typeof notice === 'string';
  const text = isNotice && Object.hasOwn(notices, notice) && notices[notice];
  return text ? [{ type: 'text', text }] : parts;
}
