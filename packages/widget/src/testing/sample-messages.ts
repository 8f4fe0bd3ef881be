import type { ChatMessage, MessagePart, MessageRole } from '@parley/hooks';

import { SEED_TIME } from './seed-chat.ts';

let count = 0;

/** A message of anybody's, complete unless said otherwise, a minute after the one made before it. */
export function sampleMessage(
  role: MessageRole,
  content: string | readonly MessagePart[],
  rest: Partial<ChatMessage> = {},
): ChatMessage {
  count += 1;
  return {
    id: `message-${count}`,
    role,
    parts: typeof content === 'string' ? [{ type: 'text', text: content }] : content,
    createdAt: SEED_TIME + (count % 60) * 60_000,
    ...(role === 'user' ? { delivery: 'acknowledged' as const } : { state: 'complete' as const }),
    ...rest,
  };
}

/** A short, believable conversation. */
export const CONVERSATION: readonly ChatMessage[] = [
  sampleMessage('assistant', 'Hello! I can help with orders, deliveries and returns.'),
  sampleMessage('user', 'My desk lamp arrived with a cracked shade. Order 10482.'),
  sampleMessage(
    'assistant',
    'I am sorry about that. I found **order 10482**: one *Halo* desk lamp, delivered on Monday.\n\n' +
      'You can choose:\n\n' +
      '1. **A new shade**, sent today\n2. **A new lamp**, once the old one is on its way back\n3. **Your money back**\n\n' +
      'The [returns page](https://shop.example/returns) has the details.',
  ),
  sampleMessage('user', 'A new shade, please.'),
  sampleMessage('user', 'And can you tell me when it will be here?'),
];

export const MARKDOWN_ANSWER = `## Setting up the lamp

Plug it in, then hold the \`power\` button for **three seconds**. The light blinks *twice*.

- Warm light is easier on the eyes in the evening
- Cold light keeps you awake
  - Use it until about four
- ~~Do not look into it~~ A diffuser is included

> The transformer may become warm. That is normal.

| Mode | Colour | Power |
|:-----|:------:|------:|
| Reading | 4,000 K | 7.5 W |
| Evening | 2,700 K | 4 W |
| Night light | 2,200 K | 0.5 W |

\`\`\`js
await lamp.connect({ name: 'Halo' });
await lamp.set({ brightness: 0.6, colour: 2700 });
\`\`\`

Read more in the [manual](https://shop.example/manual).`;
