import { readText } from '../read-text.ts';

/** No more than this is read of the body of a failed response. */
const MAX_ERROR_BYTES = 65_536;

/** Parsed JSON, else text, else undefined. A body that breaks off is worth what came of it. */
export async function readErrorBody(response: Response): Promise<unknown> {
  const text = await readText(response, MAX_ERROR_BYTES);
  if (text === '') {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return text;
  }
}
