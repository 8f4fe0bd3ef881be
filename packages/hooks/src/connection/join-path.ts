/** Adds a path to an address that may be relative; its query stays, and stays last. The fragment goes. */
export function joinPath(url: string, path: string | undefined): string {
  const [address = ''] = url.split('#', 1);
  if (path === undefined || path === '') {
    return address;
  }
  const cut = address.indexOf('?');
  const base = cut < 0 ? address : address.slice(0, cut);
  const query = cut < 0 ? '' : address.slice(cut);
  return `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}${query}`;
}
