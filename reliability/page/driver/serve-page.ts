import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
};

export interface PageServer {
  /** The address of the built page, with a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** The file that an address of the page names, and its media type. */
export async function readPageFile(
  folder: string,
  path: string,
): Promise<{ readonly body: Buffer; readonly contentType: string } | undefined> {
  const name = normalize(path === '/' ? '/index.html' : path);
  const contentType = TYPES[extname(name)] ?? 'application/octet-stream';
  return readFile(join(folder, name)).then(
    (body) => ({ body, contentType }),
    () => undefined,
  );
}

/** Serves the built page on a free port of 127.0.0.1. */
export async function servePage(folder: string): Promise<PageServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    void readPageFile(folder, pathname).then((file) => {
      response.writeHead(file ? 200 : 404, { 'content-type': file?.contentType ?? 'text/plain' });
      response.end(file?.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A listening TCP server has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
