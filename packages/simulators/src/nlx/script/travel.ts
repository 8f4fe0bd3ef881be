import type { Draft, TopicInput } from '../draft.ts';
import type { NlxSlot } from '../request.ts';
import type { NlxChoice } from '../response.ts';

const DESTINATIONS = ['London', 'Lisbon', 'Oslo'] as const;

const FLIGHTS = [
  { id: 'NW101', leaves: '07:40', price: '119 €' },
  { id: 'NW205', leaves: '12:15', price: '89 €' },
  { id: 'NW311', leaves: '19:05', price: '64 €' },
] as const;

/** A picture that needs no network. */
export const picture = (title: string, colour: string): string =>
  `data:image/svg+xml,${encodeURIComponent(
    `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180"><rect width="320" height="180" fill="${colour}"/><text x="160" y="98" font-family="sans-serif" font-size="28" fill="#fff" text-anchor="middle">${title}</text></svg>`,
  )}`;

/** The first thing anyone sees. */
export function welcome({ say }: TopicInput): Draft {
  const choices: NlxChoice[] = [
    { choiceId: 'topic:book', choiceText: say('chooseBook') },
    { choiceId: 'topic:order', choiceText: say('chooseOrder') },
    { choiceId: 'topic:agent', choiceText: say('chooseAgent') },
  ];
  return {
    messages: [{ text: say('welcome'), choices, choicesMetadata: { source: 'Local' } }],
    metadata: { intentId: 'NLX.Welcome' },
  };
}

/** Where an order is; the example of the vendor's REST page. */
export function order({ say }: TopicInput): Draft {
  return {
    messages: [{ text: say('order') }],
    metadata: { intentId: 'OrderCheck', isGenerative: true },
  };
}

const destinationIn = (text: string): string | undefined =>
  /\b(?:to|a|nach)\s+(\p{Lu}\p{L}+(?:\s\p{Lu}\p{L}+)*)/u.exec(text)?.[1];

/** Starts a booking; the example of the vendor's WebSocket page. */
export function book(input: TopicInput): Draft {
  const destination = destinationIn(input.text);
  return booking(input, destination === undefined ? {} : { destination });
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** The next step of a booking, from what is known by now. */
function booking(input: TopicInput, given: Readonly<Record<string, unknown>>): Draft {
  const { say, conversation } = input;
  const known = { ...conversation.slots, ...given };
  const { destination, travelDate, flight } = known;
  const metadata = { intentId: 'BookFlight' };
  if (destination === undefined) {
    const choices = DESTINATIONS.map((city) => ({
      choiceId: `destination:${city}`,
      choiceText: city,
      choicePayload: { city },
    }));
    return {
      messages: [{ text: say('askDestination'), choices }],
      metadata,
      change: { slots: known },
    };
  }
  if (travelDate === undefined) {
    return {
      messages: [{ text: say('askDate') }],
      metadata: { ...metadata, multimodalEnabled: true },
      modalities: { DefaultDateInput: { $saveAs: { type: 'slot', id: 'travelDate' } } },
      change: { slots: known },
    };
  }
  const filled = { destination: asText(destination), date: asText(travelDate) };
  if (flight === undefined) return flights(input, filled, known);
  return {
    messages: [{ text: say('booked', { ...filled, flight: asText(flight) }) }],
    metadata: { ...metadata, multimodalEnabled: true },
    modalities: { DefaultCard: boardingPass(asText(flight), filled) },
    // The booking is done: the next one starts from nothing.
    change: { slots: {} },
  };
}

function flights(
  { say }: TopicInput,
  filled: { readonly destination: string; readonly date: string },
  slots: Readonly<Record<string, unknown>>,
): Draft {
  const cards = FLIGHTS.map(({ id, leaves, price }) => ({
    id,
    thumbnail: picture(id, '#1f5f8b'),
    thumbnailAlt: `${id}, ${leaves}`,
    label: `${id}, ${leaves}`,
    value: price,
  }));
  return {
    messages: [{ text: say('flights', filled) }],
    interim: [say('searching'), say('pricing')],
    metadata: { intentId: 'BookFlight', multimodalEnabled: true },
    modalities: { DefaultCarousel: { cards, $saveAs: { type: 'slot', id: 'flight' } } },
    change: { slots },
  };
}

/** The card of a booked flight. */
export function boardingPass(
  flight: string,
  { destination, date }: { readonly destination: string; readonly date: string },
): Readonly<Record<string, unknown>> {
  return {
    id: `pass-${flight}`,
    thumbnail: picture(`${flight} ✈ ${destination}`, '#14532d'),
    thumbnailAlt: `${flight} ✈ ${destination}`,
    rows: [
      { label: 'Flight', value: flight },
      { label: 'To', value: destination },
      { label: 'Date', value: date },
      { label: 'Gate', value: 'B12' },
      { label: 'Seat', value: '14A' },
    ],
  };
}

const BOOKING_SLOTS = new Set(['destination', 'travelDate', 'flight']);

/** What follows when the client has filled slots. */
export function slots(input: TopicInput, filled: readonly NlxSlot[]): Draft {
  const given = Object.fromEntries(filled.map(({ slotId, value }) => [slotId, value]));
  if (filled.some(({ slotId }) => BOOKING_SLOTS.has(slotId))) return booking(input, given);
  const words = filled.map(({ slotId, value }) => `${slotId} = ${asText(value)}`).join(', ');
  return {
    messages: [{ text: input.say('slotSaved', { slots: words }) }],
    change: { slots: { ...input.conversation.slots, ...given } },
  };
}
