/** What reads the wire, with many times the values of the short tests: `pnpm check --all`. */
import './connection/stream/stream-parser.test.ts';
import './providers/aui/calls.test.ts';
import './providers/aui/translate.test.ts';
import './providers/json-value.test.ts';
import './providers/lexicon/calls.test.ts';
import './providers/lexicon/translate.test.ts';
import './providers/nlx/nlx.property.test.ts';
import './session/parse-frame.test.ts';
