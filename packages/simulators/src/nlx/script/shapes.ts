import type { Draft, TopicInput } from '../draft.ts';
import type { NlxSource } from '../response.ts';
import { boardingPass, picture } from './travel.ts';

type Topic = (input: TopicInput) => Draft;

const SOURCE: NlxSource = {
  fileName: 'conditions-of-carriage.pdf',
  pageNumber: 12,
  content: 'Cabin baggage: one piece of at most 8 kg, 55 × 40 × 23 cm.',
  presignedUrl: 'https://example.com/conditions-of-carriage.pdf#page=12',
  metadata: { section: '8.3' },
};

const SECOND: NlxSource = { fileName: 'faq.md', content: 'Bags over 8 kg go into the hold.' };

/** Buttons, one with an object and one with a string as its payload. */
export const choices: Topic = ({ say }) => ({
  messages: [
    {
      text: say('choices'),
      choices: [
        { choiceId: 'seat:window', choiceText: say('seatWindow'), choicePayload: { seat: 'A' } },
        { choiceId: 'seat:aisle', choiceText: say('seatAisle'), choicePayload: 'C' },
        { choiceId: 'seat:any', choiceText: say('seatMiddle') },
      ],
      choicesMetadata: { source: 'Local', listPickerHeader: say('choices') },
    },
  ],
  metadata: { intentId: 'ChooseSeat' },
});

export const card: Topic = ({ say }) => ({
  messages: [{ text: say('card') }],
  metadata: { multimodalEnabled: true },
  modalities: { DefaultCard: boardingPass('NW205', { destination: 'London', date: '2026-12-01' }) },
});

const FARES = ['light', 'classic', 'flex'] as const;

/** A carousel whose cards are choices. */
export const carousel: Topic = ({ say }) => ({
  messages: [
    {
      text: say('carousel'),
      choices: FARES.map((fare) => ({ choiceId: `fare:${fare}`, choiceText: fare })),
    },
  ],
  metadata: { multimodalEnabled: true, intentId: 'ChooseFare' },
  modalities: {
    DefaultCarousel: {
      cards: FARES.map((fare, index) => ({
        id: `fare:${fare}`,
        thumbnail: picture(fare, '#7c2d12'),
        thumbnailAlt: fare,
        label: fare,
        value: `${49 + index * 30} €`,
      })),
      $saveAs: { type: 'choiceId', id: 'fare' },
    },
  },
});

export const date: Topic = ({ say }) => ({
  messages: [{ text: say('date') }],
  metadata: { multimodalEnabled: true },
  modalities: { DefaultDateInput: { $saveAs: { type: 'slot', id: 'reminderDate' } } },
});

/** A card whose answer is stored as context, without a turn. */
export const saveContext: Topic = ({ say }) => ({
  messages: [{ text: say('saveContext') }],
  metadata: { multimodalEnabled: true },
  modalities: {
    DefaultCarousel: {
      cards: ['14A', '14C'].map((seat) => ({
        id: seat,
        thumbnail: picture(seat, '#4c1d95'),
        label: 'Seat',
        value: seat,
      })),
      $saveAs: { type: 'context', id: 'seat' },
    },
  },
});

export const sourcesEverywhere: Topic = ({ say }) => ({
  messages: [{ text: say('cited'), sources: [SOURCE] }],
  metadata: { isGenerative: true, sources: [SOURCE, SECOND] },
  payload: { metadata: { sources: [SECOND] } },
});

export const sourcesInMessage: Topic = ({ say }) => ({
  messages: [{ text: say('cited'), sources: [SOURCE, SECOND] }],
  metadata: { isGenerative: true },
});

export const sourcesInMetadata: Topic = ({ say }) => ({
  messages: [{ text: say('cited') }],
  metadata: { isGenerative: true, sources: [SOURCE, SECOND] },
});

export const sourcesInPayload: Topic = ({ say }) => ({
  messages: [{ text: say('cited') }],
  payload: { metadata: { sources: [SOURCE, SECOND] } },
});

export const upload: Topic = ({ say }) => ({
  messages: [{ text: say('upload', { count: 2 }) }],
  uploads: { count: 2, as: 'objects' },
});

export const uploadStrings: Topic = ({ say }) => ({
  messages: [{ text: say('uploadStrings') }],
  uploads: { count: 2, as: 'strings' },
});

export const uploadRefused: Topic = ({ say }) => ({
  messages: [{ text: say('uploadRefused') }],
  uploads: { count: 1, as: 'objects', refused: true },
});

export const feedback: Topic = ({ say }) => ({
  messages: [{ text: say('feedback') }],
  metadata: { isGenerative: true },
  feedback: 'configured',
});

export const feedbackPlain: Topic = ({ say }) => ({
  messages: [{ text: say('feedback') }],
  feedback: 'plain',
});

export const modalitiesList: Topic = ({ say }) => ({
  messages: [{ text: say('modalities') }],
  modalities: ['text', 'SeatMap'],
});

export const modalitiesObject: Topic = ({ say }) => ({
  messages: [{ text: say('modalities') }],
  metadata: { multimodalEnabled: true },
  modalities: { SeatMap: { rows: 30, free: ['14A', '14C', '22F'] } },
});

export const payloadObject: Topic = ({ say }) => ({
  messages: [{ text: say('payload') }],
  payload: { loyalty: { tier: 'silver', miles: 12_400 } },
});

export const payloadText: Topic = ({ say }) => ({
  messages: [{ text: say('payload') }],
  payload: 'tier=silver;miles=12400',
});

/** Typing is switched off until the next answer; the buttons stay. */
export const inputDisabled: Topic = ({ say }) => ({
  messages: [
    {
      text: say('inputDisabled'),
      choices: [{ choiceId: 'input:enable', choiceText: say('inputEnabled') }],
    },
  ],
  payload: 'nlx:input-disabled=true',
});

/** No message at all, only a modality. */
export const empty: Topic = () => ({
  messages: [],
  metadata: { multimodalEnabled: true },
  modalities: {
    DefaultCard: boardingPass('NW311', { destination: 'Oslo', date: '2026-12-24' }),
  },
});

/** Neither metadata nor identifiers. */
export const bare: Topic = ({ say }) => ({
  messages: [{ text: say('bare'), anonymous: true }],
  shape: 'messages-only',
});

/** The empty object. */
export const nothing: Topic = () => ({ messages: [], shape: 'nothing' });
