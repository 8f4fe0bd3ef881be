import type { Source } from '../../chat/chat-message.ts';
import { clip, type JsonRecord, isRecord, readArray, readString } from '../json-value.ts';

const MAX_SOURCES = 100;
/** Enough of a passage to be its title. */
const TITLE_LENGTH = 80;

/** A citation in the common form. */
export type NlxSource = Source;

/** Reads `sources` of a message's, an answer's or a payload's metadata. */
export function parseSources(record: JsonRecord): readonly NlxSource[] {
  return readArray(record, 'sources', MAX_SOURCES).flatMap((item) => {
    const source = isRecord(item) ? parseSource(item) : undefined;
    return source ? [source] : [];
  });
}

function parseSource(record: JsonRecord): NlxSource | undefined {
  const url = webAddress(readString(record, 'presignedUrl'));
  const excerpt = readString(record, 'content') || undefined;
  const title =
    readString(record, 'fileName') ||
    (url && nameOfAddress(url)) ||
    (excerpt && clip(excerpt, TITLE_LENGTH));
  const { pageNumber } = record;
  return title
    ? {
        title,
        ...(url !== undefined && { url }),
        ...(typeof pageNumber === 'number' && Number.isFinite(pageNumber) && { page: pageNumber }),
        ...(excerpt !== undefined && { excerpt }),
      }
    : undefined;
}

/** Only web addresses: anything else on the wire is no link. */
function webAddress(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:\/\/[^\s/]/iu.test(url) ? url : undefined;
}

/** The file's name, without the signature that follows it. */
function nameOfAddress(url: string): string {
  const [address = ''] = url.split(/[?#]/u, 1);
  const name = address.slice(address.lastIndexOf('/') + 1) || address;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

const identityOf = ({ title, page, excerpt }: NlxSource): string =>
  JSON.stringify([title, page, excerpt]);

/**
 * Leaves out what was cited already. The platform may say one citation in up to three places of one answer,
 * each with its own signed address: the document, the page and the passage tell whether it is the same.
 */
export function dedupeSources(
  sources: readonly NlxSource[],
  cited: ReadonlySet<string> = new Set(),
): readonly NlxSource[] {
  const seen = new Set(cited);
  return sources.filter((source) => {
    const identity = identityOf(source);
    const isNew = !seen.has(identity);
    seen.add(identity);
    return isNew;
  });
}

/** What {@link dedupeSources} takes as cited. */
export function citations(sources: readonly NlxSource[]): ReadonlySet<string> {
  return new Set(sources.map(identityOf));
}
