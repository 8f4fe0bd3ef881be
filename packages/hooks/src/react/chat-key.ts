import type { Provider } from '../providers/provider.ts';

/** What makes two provider values the same conversation. */
export function chatKey(provider: Provider): string {
  return `${provider.name}:${provider.transport.kind}:${provider.id}`;
}

/** A part that is not known yet is empty. Another user's is another part: what one typed is never sent as another. */
export function isFilledIn(before: string, after: string): boolean {
  const [known, filled] = [before.split(':'), after.split(':')];
  return (
    known.length === filled.length &&
    known.every((part, index) => part === '' || part === filled[index])
  );
}
