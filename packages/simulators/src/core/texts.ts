import type { TopicWords } from './topics.ts';

/** What every platform can talk about, because it is only text. */
export type TextTopic =
  | 'code'
  | 'hostile'
  | 'links'
  | 'list'
  | 'long'
  | 'markdown'
  | 'rtl'
  | 'table'
  | 'unicode';

const LONG_PARAGRAPHS = [
  'A good return starts before the parcel leaves your hands. Take a photo of the item and of the packing, note the order number, and keep the receipt of the carrier until the refund is on your account.',
  'Most refunds arrive within **five working days**. A card refund follows the rhythm of your bank, so the amount can be shown as pending at first. If you paid by invoice, the open amount is simply reduced.',
  'Items that were opened can be returned as well, as long as they are complete. We check the contents, clean what needs cleaning and sell it as second choice. You pay nothing for that.',
  'Large appliances are collected. The driver calls *thirty minutes* ahead, carries the appliance down, and takes the packing with them. Empty the water first, and secure the drum if you still have the transport bolts.',
  'If something arrives broken, do not send it back at once. Tell us what you see, and we send a technician or a new part: that is quicker than two journeys through the country.',
  'Gift orders have their own rule: the person who received the gift gets a voucher, and the person who paid learns nothing of it. The voucher never expires.',
];

/** Believable answers of a support assistant, by topic. */
export const TEXTS: Readonly<Record<TextTopic, string>> = {
  long: `## Returns, in full\n\n${Array.from({ length: 4 }, (_unused, round) => `### Part ${round + 1}\n\n${LONG_PARAGRAPHS.join('\n\n')}`).join('\n\n')}\n\nThat is all there is to know. Ask me about a single step if you like.`,
  table:
    'Here is how the three plans compare:\n\n| Plan | Monthly | Members | Support |\n| :-- | --: | :-: | --- |\n| Start | €0 | 1 | Community |\n| Team | €24 | up to 10 | E-mail, next day |\n| Studio | €79 | no limit | Phone, 24/7 |\n\nYou can change the plan at any time; the difference is settled by the day.',
  code: "You can read an order with one request:\n\n```ts\nconst response = await fetch(`https://api.example.com/orders/${id}`, {\n  headers: { accept: 'application/json' },\n});\nif (!response.ok) throw new Error(`Order ${id}: ${response.status}`);\nconst order = await response.json();\n```\n\nThe field `order.state` is one of `open`, `shipped` or `returned`.",
  list: 'To move your account to a new address:\n\n1. Open **Settings**, then *Account*.\n2. Enter the new e-mail address.\n3. Confirm it:\n   - look for the mail from us,\n   - follow the link within an hour.\n4. Sign in again on your other devices.\n\n> The old address stays valid until the new one is confirmed.',
  markdown:
    '# A little of everything\n\nSome **bold**, some *italic*, some ~~struck~~ and some `inline code`.\n\n- a list\n- with two lines\n\n> and a quotation\n\n---\n\n[A link](https://example.com/help) at the end.',
  unicode:
    'Grüezi! 你好! שלום! नमस्ते! Ολα καλά? 👩‍👩‍👧‍👦 wave 👋🏽, flags 🇨🇭🇯🇵, an e with two marks: e\u0301\u0323, and 𝒎𝒂𝒕𝒉 beyond the first plane. «Ça va», "straight", ‘curly’.',
  rtl: 'مرحبا! يمكنني مساعدتك في الطلب رقم **4711**. هل تريد معرفة موعد التسليم؟',
  links:
    'Three ways to reach us: the [help pages](https://example.com/help), a mail to [support@example.com](mailto:support@example.com), or a call to [+41 44 555 01 23](tel:+41445550123). Plain addresses work too: https://example.com/contact',
  hostile:
    'This answer tries to misbehave. <script>document.title = "owned"</script> <img src="x" onerror="document.title=\'owned\'"> [click me](javascript:alert(1)) ![pixel](https://tracker.example.net/pixel.gif) <iframe src="https://example.net"></iframe> [data](data:text/html,<b>x</b>) None of it should run.',
};

/** The words that call the topics above. */
export const TEXT_WORDS: TopicWords<TextTopic> = {
  long: ['long', 'essay', 'everything about'],
  table: ['table', 'plans', 'compare', 'pricing'],
  code: ['code', 'snippet', 'api'],
  list: ['list', 'steps'],
  markdown: ['markdown', 'formatting'],
  unicode: ['unicode', 'emoji', 'languages'],
  rtl: ['arabic', 'hebrew', 'rtl'],
  links: ['links', 'link', 'contact'],
  hostile: ['html', 'hostile', 'script', 'xss'],
};

/** A sentence that tells a person which words to try. */
export function suggestWords(words: readonly string[]): string {
  return words.map((word) => `**${word}**`).join(', ');
}
