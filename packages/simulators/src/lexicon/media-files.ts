import type { HttpResponse } from '../core/platform.ts';

const KETTLE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 120" role="img"><title>A kettle</title><rect width="160" height="120" fill="#eef2f7"/><path d="M50 96h52l8-44H44z" fill="#3d6b8c"/><path d="M52 48h48l-8-12H60z" fill="#2c4f68"/><path d="M106 60c22-4 24 24 2 28" fill="none" stroke="#2c4f68" stroke-width="7"/><path d="M46 62 28 48" stroke="#3d6b8c" stroke-width="9"/></svg>';

const FILES: Readonly<Record<string, { readonly type: string; readonly body: string }>> = {
  '/media/kettle.svg': { type: 'image/svg+xml', body: KETTLE },
  '/media/manual.txt': { type: 'text/plain; charset=utf-8', body: 'Fill. Switch on. Pour.\n' },
};

/** The files that answers refer to. */
export function mediaFile(path: string): HttpResponse | undefined {
  const file = FILES[path];
  return file && { status: 200, headers: { 'content-type': file.type }, body: file.body };
}
