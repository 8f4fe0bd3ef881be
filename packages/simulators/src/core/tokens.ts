/**
 * Cuts a text the way a language model streams it: whole words that carry the space before them,
 * punctuation and line breaks on their own. Joined again they are the text, to the last character.
 */
export function splitTokens(text: string): readonly string[] {
  return (
    text.match(
      /\n+|[^\S\n]*[\p{L}\p{N}\p{M}'’]+|[^\S\n]*(?:[^\s\p{L}\p{N}\p{M}]\p{M}*)|[^\S\n]+/gu,
    ) ?? []
  );
}
