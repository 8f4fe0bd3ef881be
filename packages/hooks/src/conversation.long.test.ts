/** What decides about messages and connections, with many times the moves of the short tests: `pnpm check --all`. */
import './chat/merge-history.property.test.ts';
import './chat/reduce-chat.property.test.ts';
import './connection/transition.property.test.ts';
