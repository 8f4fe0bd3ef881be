import { type ProviderName, PROVIDERS } from './platforms.ts';

/** A fault, and the platforms that cannot have it. */
export interface Applicability {
  readonly fault: string;
  /** What happens. */
  readonly what: string;
  /** Why it means nothing to a platform. A platform that is not named here has a test. */
  readonly not?: Readonly<Partial<Record<ProviderName, string>>> | undefined;
  /** Which part of it means nothing to a platform that has a test for the rest. */
  readonly partly?: Readonly<Partial<Record<ProviderName, string>>> | undefined;
}

const NO_WAKE =
  'nothing is dialed because a page wakes or comes online: a message, a poll and a time that a server named are what makes a request';
const NO_SOCKET = 'there is no socket to begin or to lose between two requests';

/** R1 to R29 and R36 to R48. R30 to R35 are about reloads and several tabs, which Parley does not do yet. */
export const APPLIES: readonly Applicability[] = [
  { fault: 'R1', what: 'nothing listens, and then something does' },
  { fault: 'R2', what: 'the handshake or the request is refused with 401' },
  { fault: 'R3', what: 'the connection is taken and never answered' },
  { fault: 'R4', what: 'the handshake is cut off or reset half-way' },
  {
    fault: 'R5',
    what: 'the sub-protocol that was asked for is not echoed',
    not: { 'nlx-http': 'a request negotiates no sub-protocol' },
  },
  {
    fault: 'R6',
    what: 'each fresh connection is closed at once',
    partly: {
      'nlx-http':
        'each request is told to come back at once; one that ends without an answer is not made again by itself (R4)',
    },
  },
  {
    fault: 'R7',
    what: 'the key is no longer good (close 1008)',
    not: { 'nlx-http': 'the same with a status is R2' },
  },
  { fault: 'R8', what: 'the server fails: 1011, or 500' },
  { fault: 'R9', what: 'one message makes the server fail each time' },
  { fault: 'R10', what: 'a message is too long: 1009, or 413' },
  { fault: 'R11', what: 'the server restarts or is busy: 1001, 1012, 1013, 503' },
  {
    fault: 'R12',
    what: 'codes of the protocol, unknown codes, hostile reasons, damaged bytes',
    partly: {
      'nlx-http': 'damaged and doubled bytes: HTTP has no close codes (R2, R8, R9, R10, R43)',
    },
  },
  { fault: 'R13', what: 'the connection ends, by FIN or RST, while nothing is said' },
  { fault: 'R14', what: 'the connection is reset before the server read what was written' },
  { fault: 'R15', what: 'the server took it, and its word for that is lost' },
  {
    fault: 'R16',
    what: 'acknowledgements or answers that come twice, late, or for nobody',
    not: { 'nlx-http': 'a response belongs to its request: no other can claim it' },
  },
  {
    fault: 'R17',
    what: 'the answer overtakes the acknowledgement',
    not: {
      'nlx-socket': 'nothing acknowledges a message but its answer',
      'nlx-http': 'nothing acknowledges a message but its response',
    },
  },
  { fault: 'R18', what: 'the connection is dead both ways, and nobody says so' },
  { fault: 'R19', what: 'the connection is dead in one direction' },
  {
    fault: 'R20',
    what: 'what a dead connection held back arrives after all',
    not: { 'nlx-http': 'a request that is given up is aborted with its response (R21)' },
  },
  { fault: 'R21', what: 'the old connection ends, late, beside the new one' },
  {
    fault: 'R22',
    what: 'online, visible and reconnect() in one tick',
    not: { 'nlx-http': NO_WAKE },
  },
  { fault: 'R23', what: 'offline and online, twenty times', not: { 'nlx-http': NO_WAKE } },
  { fault: 'R24', what: 'the page says offline, and the network works' },
  { fault: 'R25', what: 'the page says online, and there is no network' },
  { fault: 'R26', what: 'a hidden page, whose timers hardly run' },
  { fault: 'R27', what: 'a frozen page' },
  {
    fault: 'R28',
    what: 'the clock jumps, forwards or back',
    partly: { 'nlx-http': 'while a request waits for the time that a server named' },
  },
  {
    fault: 'R29',
    what: 'the page goes into the back/forward cache and returns',
    partly: { 'nlx-http': `at rest and in mid-answer; not while it connects: ${NO_SOCKET}` },
  },
  { fault: 'R36', what: 'StrictMode, Suspense, fifty changes of route' },
  {
    fault: 'R37',
    what: 'the address, the key or the conversation changes while something is said',
  },
  {
    fault: 'R38',
    what: 'let go of in the middle of anything',
    partly: {
      'nlx-http': `while a key is asked for, a request is under way or waits for its time; ${NO_SOCKET}`,
    },
  },
  { fault: 'R39', what: 'the function for the key hangs, throws or gives an old one' },
  { fault: 'R40', what: 'five hundred messages wait, with a heartbeat beside them' },
  { fault: 'R41', what: 'more waits than may wait, or for longer' },
  {
    fault: 'R42',
    what: 'the server stops reading',
    not: {
      'nlx-http':
        'one request at a time, and one that the server does not read to its end is one that it does not answer (R18, R19)',
    },
    partly: {
      'nlx-socket':
        'while a person has the conversation: else it has one message under way at a time',
      aui: 'with `parallelTurns`: else it has one message under way at a time',
    },
  },
  { fault: 'R43', what: '429, Retry-After, and frames that ask to slow down' },
  {
    fault: 'R44',
    what: 'streams cut into single bytes, CRLF, comments, no last newline, a line of 3 MB',
  },
  { fault: 'R45', what: 'a stream that ends in the middle' },
  { fault: 'R46', what: 'frames and bodies that no platform sends' },
  { fault: 'R47', what: 'callbacks that throw, close and send' },
  {
    fault: 'R48',
    what: 'all of it at random, for minutes or hours',
    partly: {
      'nlx-http':
        'in Node alone: Chromium repeats a request by itself whose kept connection was reset, and its server then has the message twice',
    },
  },
];

/** What a run has to have played to be whole: every fault with every platform that can have it. */
export const PAIRS: readonly { readonly fault: string; readonly provider: ProviderName }[] =
  APPLIES.flatMap(({ fault, not = {} }) =>
    PROVIDERS.filter((provider) => not[provider] === undefined).map((provider) => ({
      fault,
      provider,
    })),
  );

/** The pairs of `PAIRS` that no row stands for. R48 over HTTP is played in the soak alone, which is asked for by name. */
export function missingFrom(
  rows: readonly { readonly fault: string; readonly provider: string }[],
): readonly string[] {
  const isPlayed = (fault: string, provider: string): boolean =>
    rows.some((row) => row.fault === fault && row.provider === provider);
  return PAIRS.filter(
    ({ fault, provider }) =>
      !isPlayed(fault, provider) && !(fault === 'R48' && provider === 'nlx-http'),
  ).map(({ fault, provider }) => `${fault} ${provider}`);
}

/** The table for the documentation. */
export function appliesMarkdown(): string {
  const lines = APPLIES.map(({ fault, what, not = {}, partly = {} }) => {
    const reasons = new Map<string, ProviderName[]>();
    for (const provider of PROVIDERS) {
      const reason = not[provider] ?? partly[provider];
      if (reason !== undefined) reasons.set(reason, [...(reasons.get(reason) ?? []), provider]);
    }
    const why = [...reasons].map(([reason, names]) => `${names.join(', ')}: ${reason}`);
    const marks = PROVIDERS.map((provider) =>
      not[provider] ? '–' : partly[provider] ? 'in part' : 'yes',
    );
    return `| ${[fault, what, ...marks, why.join('; ')].join(' | ')} |`;
  });
  return [
    `| fault | what happens | ${PROVIDERS.join(' | ')} | why not, or which part |`,
    `| --- | --- | ${PROVIDERS.map(() => '---').join(' | ')} | --- |`,
    ...lines,
  ].join('\n');
}
