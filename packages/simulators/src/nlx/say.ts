import { ar } from './phrases/ar.ts';
import { de } from './phrases/de.ts';
import { en } from './phrases/en.ts';
import { es } from './phrases/es.ts';

/** Name of something the assistant can say. */
export type PhraseKey = keyof typeof en;

/** One language; what it lacks is said in English. */
export type Phrases = Partial<Record<PhraseKey, string>>;

/** Says a phrase with its gaps filled in. */
export type Say = (key: PhraseKey, values?: Readonly<Record<string, string | number>>) => string;

const LANGUAGES: Readonly<Record<string, Phrases>> = { ar, de, en, es };

/** The assistant's voice in a language such as `es-MX`; English where it has none. */
export function speak(languageCode: string): Say {
  const phrases = LANGUAGES[languageCode.split('-')[0]?.toLowerCase() ?? 'en'] ?? en;
  return (key, values = {}) =>
    (phrases[key] ?? en[key]).replace(/\{(\w+)\}/g, (gap, name: string) =>
      Object.hasOwn(values, name) ? String(values[name]) : gap,
    );
}
