import { expect, it } from 'vitest';

import { placeWords } from './target-picker.tsx';

const server = { where: 'server', restUrl: 'http://localhost:8000/x' } as const;
const inPage = { where: 'page', restUrl: 'https://lexicon.simulator.invalid' } as const;

it.each([
  [
    'simulator',
    { nlx: true, lexicon: true, aui: true },
    server,
    /on this machine \(localhost:8000\)/,
  ],
  ['simulator', { nlx: true, lexicon: false, aui: true }, inPage, /No simulator answers/],
  ['simulator', 'absent', inPage, /static site without servers/],
  ['simulator', 'looking', undefined, /Looking for/],
  ['page', 'absent', inPage, /inside this page answers/],
  ['real', 'absent', undefined, /your own credentials/],
] as const)('says who answers: %s, %o', (target, servers, link, words) => {
  expect(placeWords(target, servers, link)).toMatch(words);
});
