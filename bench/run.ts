import { measureDecoders } from './decoders.ts';
import { describeFinding } from './finding.ts';
import { measureStreams } from './streams.ts';

// It reports and does not judge: a machine that is busy with something else must not fail anything.
for (const finding of [...measureDecoders(), ...measureStreams()]) {
  console.log(describeFinding(finding));
}
