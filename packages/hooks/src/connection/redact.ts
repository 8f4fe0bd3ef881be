/**
 * An address that may be logged: origin and path, without user, password, query and fragment. What is not
 * an absolute address keeps only what stands before its query.
 */
export function redactUrl(url: string): string {
  const bare = url.split(/[?#]/, 1)[0] ?? '';
  try {
    const { protocol, host, pathname } = new URL(bare);
    return `${protocol}//${host}${pathname}`;
  } catch {
    return bare.replace(/\/\/[^/]*@/, '//');
  }
}
