import type { RawFrame } from '../connection.ts';
import { chooseParser } from './choose-parser.ts';
import { TRUNCATED } from './stream-parser.ts';

/**
 * Reads a response's body to its end and gives its frames out as they come. `cut`: the body ended inside a
 * frame. Rejects when the transport breaks or is aborted.
 */
export async function readBody(
  response: Response,
  onFrame: (frame: RawFrame) => void,
): Promise<'whole' | 'cut'> {
  const parser = chooseParser(response.headers.get('content-type'));
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    parser.push(decoder.decode(part.value, { stream: true })).forEach(onFrame);
  }
  // What the decoder still holds is half a character.
  const left = [...parser.push(decoder.decode()), ...parser.end()];
  left.forEach(onFrame);
  const isCut = left.some((frame) => frame.kind === 'garbage' && frame.reason === TRUNCATED);
  return isCut ? 'cut' : 'whole';
}
