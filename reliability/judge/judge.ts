/** How a client under test tells of a message; `unknown`: it has no word for it. */
export type Outcome =
  | 'queued'
  | 'sending'
  | 'sent'
  | 'acknowledged'
  | 'unconfirmed'
  | 'failed'
  | 'refused'
  | 'unknown';

/** What is known once everything is healed and quiet. Every text that was given is another one. */
export interface Evidence {
  /** What the user gave to the client, in the order composed. */
  readonly given: readonly string[];
  /** The client's last word on each of them. */
  readonly said: readonly { readonly text: string; readonly outcome: Outcome }[];
  /** What the server took, in the order it came. */
  readonly ledger: readonly string[];
  /** The answers on the screen. Each names what it answers. */
  readonly shown: readonly string[];
  /** Texts that the user asked to send again, as often as they stand here. @default none */
  readonly askedAgain?: readonly string[] | undefined;
}

/** Texts of the user's to which something happened that nobody was told of. */
export interface Judgement {
  /** Not with the server, and the client has no word that says so. */
  readonly lost: readonly string[];
  /** Taken more often by the server than the user asked for, or answered twice on the screen. */
  readonly doubled: readonly string[];
  /** The fewest that must have changed places for the server to see this order; what was asked again does not count. */
  readonly reordered: readonly string[];
  /** The client's last word is none: no state is true for ever of a message under way. */
  readonly unexplained: readonly string[];
}

/** Words that say: this may not have arrived. */
const ADMITS: readonly Outcome[] = ['queued', 'unconfirmed', 'failed', 'refused'];

const count = (texts: readonly string[], text: string): number =>
  texts.filter((each) => each === text).length;

/** Texts whose first arrival stands before that of one composed earlier: the fewest that explain the order. */
function outOfOrder(given: readonly string[], ledger: readonly string[]): readonly string[] {
  const arrived = [...new Set(ledger)].filter((text) => given.includes(text));
  const places = arrived.map((text) => given.indexOf(text));
  // Whatever is not in a longest ascending row had to overtake, or to be overtaken.
  const rows: number[][] = [];
  for (const [index, place] of places.entries()) {
    const before = rows
      .slice(0, index)
      .filter((row) => (row.at(-1) ?? -1) < place)
      .reduce<number[]>((longest, row) => (row.length > longest.length ? row : longest), []);
    rows.push([...before, place]);
  }
  const kept = rows.reduce<number[]>((best, row) => (row.length > best.length ? row : best), []);
  return arrived.filter((_, index) => !kept.includes(places[index] ?? -1));
}

/** Judges what a client did with what it was given. Pure. */
export function judge({ given, said, ledger, shown, askedAgain = [] }: Evidence): Judgement {
  const outcomeOf = (text: string): Outcome | undefined =>
    said.find((each) => each.text === text)?.outcome;
  const isLost = (text: string): boolean => {
    const outcome = outcomeOf(text);
    return !ledger.includes(text) && !(outcome && ADMITS.includes(outcome));
  };
  const isDoubled = (text: string): boolean => {
    const times = 1 + count(askedAgain, text);
    return count(ledger, text) > times || count(shown, text) > Math.min(times, count(ledger, text));
  };
  const isUnexplained = (text: string): boolean => {
    const outcome = outcomeOf(text);
    return outcome === undefined || outcome === 'sending';
  };
  const inTurn = given.filter((text) => !askedAgain.includes(text));
  return {
    lost: given.filter(isLost),
    doubled: given.filter(isDoubled),
    reordered: outOfOrder(inTurn, ledger),
    unexplained: given.filter(isUnexplained),
  };
}
