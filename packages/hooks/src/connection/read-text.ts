/** The text of a body, no more of it than so many bytes. */
export async function readText(response: Response, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let text = '';
  let left = maxBytes;
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      const bytes = part.value.subarray(0, left);
      text += decoder.decode(bytes, { stream: true });
      left -= bytes.length;
      if (left === 0) {
        void reader?.cancel().catch(() => {});
        break;
      }
    }
  } catch {
    // Aborted or broken: the caller knows the first, and the second takes nothing from the status.
  }
  return text;
}
