import { expect, it } from 'vitest';

import { readText } from '../read-text.ts';
import { readErrorBody } from './read-error-body.ts';

function responseOf(...chunks: readonly Uint8Array<ArrayBuffer>[]): Response {
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      chunks.forEach((chunk) => controller.enqueue(chunk));
      controller.close();
    },
  });
  return new Response(body, { status: 500 });
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

it.each<[string, unknown]>([
  ['{"a":1}', { a: 1 }],
  ['<h1>oops</h1>', '<h1>oops</h1>'],
  ['', undefined],
])('the error body %j is %j', async (text, value) => {
  expect(await readErrorBody(responseOf(bytesOf(text)))).toEqual(value);
});

it('an answer without a body has none', async () => {
  expect(await readErrorBody(new Response(null, { status: 500 }))).toBeUndefined();
});

it('a character that is cut in two is one character', async () => {
  const bytes = bytesOf('é日');
  expect(await readText(responseOf(bytes.slice(0, 1), bytes.slice(1, 3), bytes.slice(3)), 99)).toBe(
    'é日',
  );
});

it('no more is read than was asked for, and the rest is not waited for', async () => {
  expect(await readText(responseOf(bytesOf('abc'), bytesOf('def')), 4)).toBe('abcd');
  expect(await readText(responseOf(bytesOf('abc'), bytesOf('def')), 3)).toBe('abc');
});

it('a body that breaks off is worth what came of it', async () => {
  let isFirst = true;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (isFirst) {
        isFirst = false;
        controller.enqueue(bytesOf('half'));
      } else {
        controller.error(new Error('reset'));
      }
    },
  });
  expect(await readErrorBody(new Response(body, { status: 500 }))).toBe('half');
});
