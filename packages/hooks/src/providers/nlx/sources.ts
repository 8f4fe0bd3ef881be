import type { IncomingMessage, Source } from '../../chat/chat-message.ts';
import { lastWord, splitQuery } from '../endpoint-url.ts';
import { clip, readArray, readField, readString, toJsonRecord } from '../json-value.ts';

const MAX_SOURCES = 100;
/** Enough of a passage to be its title. */
const TITLE_LENGTH = 80;

/** Reads `sources` of a message's, an answer's or a payload's metadata. */
export function parseSources(metadata: unknown): readonly Source[] {
  return readArray(metadata, 'sources', MAX_SOURCES).flatMap((item) => parseSource(item) ?? []);
}

function parseSource(item: unknown): Source | undefined {
  const url = readWebAddress(item, 'presignedUrl');
  const excerpt = readString(item, 'content') || undefined;
  const page = readField(item, 'pageNumber');
  const title =
    readString(item, 'fileName') ||
    // Without the signature that follows it.
    (url && (lastWord(url) || splitQuery(url).base)) ||
    (excerpt && clip(excerpt, TITLE_LENGTH));
  return title
    ? {
        title,
        url,
        page: typeof page === 'number' && Number.isFinite(page) ? page : undefined,
        excerpt,
        metadata: toJsonRecord(readField(item, 'metadata')),
      }
    : undefined;
}

/** Only web addresses: anything else on the wire is no link. */
export function readWebAddress(record: unknown, name: string): string | undefined {
  const url = readString(record, name);
  return url && /^https?:\/\/[^\s/]/iu.test(url) ? url : undefined;
}

const identityOf = ({ title, page, excerpt }: Source): string =>
  JSON.stringify([title, page, excerpt]);

/**
 * Leaves out what was cited already. The platform may say one citation in up to three places of one answer,
 * each with its own signed address: the document, the page and the passage tell whether it is the same.
 */
export function dedupeSources(
  sources: readonly Source[],
  cited: readonly Source[] = [],
): readonly Source[] {
  const seen = new Set(cited.map(identityOf));
  return sources.filter((source) => {
    const identity = identityOf(source);
    const isNew = !seen.has(identity);
    seen.add(identity);
    return isNew;
  });
}

/** What a message cites. */
export function sourcesOf({ parts }: IncomingMessage): readonly Source[] {
  return parts.flatMap((part) => (part.type === 'sources' ? part.sources : []));
}
