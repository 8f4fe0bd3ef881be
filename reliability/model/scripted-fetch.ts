/** A request that waits for what the test makes of it. */
export interface ScriptedRequest {
  readonly url: string;
  readonly body: string;
  readonly headers: Headers;
  readonly isOpen: boolean;
  respond(body: string, status?: number, headers?: Readonly<Record<string, string>>): void;
  /** The network fails: nobody knows what arrived. */
  fail(): void;
}

export interface ScriptedFetch {
  readonly fetch: typeof globalThis.fetch;
  readonly requests: readonly ScriptedRequest[];
}

/** `fetch` that answers when told. `onRequest` sees every body at the moment it leaves. */
export function createScriptedFetch(onRequest: (body: string) => void): ScriptedFetch {
  const requests: ScriptedRequest[] = [];

  const send: typeof globalThis.fetch = (input, init) =>
    new Promise((resolve, reject) => {
      const body = typeof init?.body === 'string' ? init.body : '';
      let isOpen = true;
      const end = (run: () => void): void => {
        if (isOpen) {
          isOpen = false;
          run();
        }
      };
      init?.signal?.addEventListener('abort', () =>
        end(() => reject(new DOMException('aborted', 'AbortError'))),
      );
      requests.push({
        url: input instanceof Request ? input.url : input.toString(),
        body,
        headers: new Headers(init?.headers),
        get isOpen() {
          return isOpen;
        },
        respond: (text, status = 200, headers = {}) =>
          end(() => {
            const type = { 'content-type': 'application/json', ...headers };
            resolve(new Response(text, { status, headers: type }));
          }),
        fail: () => end(() => reject(new TypeError('network error'))),
      });
      onRequest(body);
    });

  return { fetch: send, requests };
}
