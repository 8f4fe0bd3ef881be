import type { Clock } from '../core/platform.ts';
import type { LexiconArchive } from './archive.ts';
import { CHAT_WITH_HISTORY } from './lexicon-options.ts';

const QUESTIONS = [
  'Where is my order?',
  'Can I change the address?',
  'Which sizes do you have?',
  'Is the blue one back?',
  'How do I return it?',
];

const ANSWERS = [
  'It left our warehouse this morning and should be with you on **Thursday**.',
  'Yes, until the parcel is handed to the carrier.',
  'From XS to XXL; the cut is a little wide.',
  'Next week. I can remind you if you like.',
  'Print the label from your account and bring the parcel to any post office.',
];

const MESSAGES = 120;
const MINUTE_MS = 60_000;

/** Fills in the chats that exist from the start, one of them with a long past. */
export function seedChats(archive: LexiconArchive, clock: Clock, chatIds: readonly string[]): void {
  for (const id of chatIds)
    archive.create({ id, userId: 'user123', tenantId: null, title: 'Support' });
  const start = clock.now() - MESSAGES * MINUTE_MS;
  archive.create({
    id: CHAT_WITH_HISTORY,
    userId: 'user123',
    tenantId: null,
    title: 'A long acquaintance',
    createdAt: start,
  });
  for (let index = 0; index < MESSAGES; index += 1) {
    const isUser = index % 2 === 0;
    const texts = isUser ? QUESTIONS : ANSWERS;
    const content = `${texts[Math.floor(index / 2) % texts.length]} (${index + 1})`;
    const sender_role = isUser ? 'user' : 'assistant';
    archive.add(CHAT_WITH_HISTORY, { content, sender_role }, start + index * MINUTE_MS);
  }
}
