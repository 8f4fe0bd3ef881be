// The ones that people and models write; the other two thousand stay as they are.
const NAMED: ReadonlyMap<string, string> = new Map(
  'amp& lt< gt> quot" apos\' copy© reg® trade™ hellip… ndash– mdash— lsquo‘ rsquo’ ldquo“ rdquo” bull• middot· times× deg° euro€ rarr→ larr← nbsp\u00a0'
    .split(' ')
    .map((entry) => [entry.slice(0, -1), entry.slice(-1)]),
);

/** Text with its character references (`&amp;`, `&#38;`) as the characters they name. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7}|[xX][\da-fA-F]{1,6})|([a-zA-Z]{2,8}));/g, decodeOne);
}

function decodeOne(whole: string, number: string | undefined, name: string): string {
  if (!number) {
    return NAMED.get(name) ?? whole;
  }
  // `38` is read as `038`, `x26` as `0x26`.
  const code = Number(`0${number}`);
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : '\ufffd';
}
