import type { OfferedChoice } from '../conversation.ts';
import type { Draft, TopicInput } from '../draft.ts';
import type { NlxAct } from '../request.ts';
import { namedTopic } from './topics.ts';
import { slots, welcome } from './travel.ts';

type Choice = Extract<NlxAct, { kind: 'choice' }>;

const refused = (text: string): Draft => ({
  messages: [{ text }],
  metadata: { incomprehension: true },
});

/** A choice of the last answer needs no more than its id; an older one its node and its intent. */
function standing(
  choice: Choice,
  { current, offered }: TopicInput['conversation'],
): 'offered' | 'stale' | 'unknown' {
  const same = (candidate: OfferedChoice): boolean => candidate.choiceId === choice.choiceId;
  if (choice.nodeId === undefined) {
    if (current.some(same)) return 'offered';
    return offered.some(same) ? 'stale' : 'unknown';
  }
  const atNode = offered.filter(
    (candidate) => same(candidate) && candidate.nodeId === choice.nodeId,
  );
  if (atNode.length === 0) return 'unknown';
  if (atNode.some(({ intentId }) => intentId === choice.intentId)) return 'offered';
  return current.some((candidate) => same(candidate) && candidate.nodeId === choice.nodeId)
    ? 'offered'
    : 'stale';
}

const SEATS = { window: 'seatWindow', aisle: 'seatAisle', any: 'seatMiddle' } as const;

function seat({ say, conversation }: TopicInput, value: string): Draft {
  // The ids of the seats are this script's own; an unknown one reads as "no preference".
  const name = say(SEATS[value as keyof typeof SEATS] ?? SEATS.any);
  return {
    messages: [{ text: say('seatSaved', { seat: name }) }],
    metadata: { intentId: 'ChooseSeat' },
    change: { slots: { ...conversation.slots, seat: value } },
  };
}

/** What follows a choice. */
export function choose(input: TopicInput, choice: Choice): Draft {
  const { say } = input;
  const state = standing(choice, input.conversation);
  if (state === 'unknown') return refused(say('unknownChoice'));
  if (state === 'stale') return refused(say('staleChoice'));
  const [family, value = ''] = choice.choiceId.split(':');
  switch (family) {
    case 'topic':
      return namedTopic(value)?.draft(input) ?? welcome(input);
    case 'destination':
      return slots(input, [{ slotId: 'destination', value }]);
    case 'seat':
      return seat(input, value);
    case 'fare':
      return {
        messages: [{ text: say('fareChosen', { fare: value }) }],
        metadata: { intentId: 'ChooseFare' },
      };
    default:
      return { messages: [{ text: say('inputEnabled') }] };
  }
}
