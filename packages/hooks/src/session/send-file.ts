import type { Runtime } from '../connection/runtime.ts';
import type { CallRequest, CallResponse } from '../providers/provider.ts';

/**
 * Sends a file and tells how far it got, in bytes. XMLHttpRequest where there is one (fetch cannot tell the
 * progress of an upload), unless a fetch of one's own was injected. Undefined: nothing came back.
 */
export function sendFile(
  request: CallRequest,
  injectedFetch: Runtime['fetch'] | undefined,
  signal: AbortSignal,
  onProgress: (loaded: number) => void,
): Promise<CallResponse | undefined> {
  return injectedFetch || typeof XMLHttpRequest === 'undefined'
    ? sendByFetch(request, injectedFetch ?? fetch, signal)
    : sendByXhr(request, signal, onProgress);
}

async function sendByFetch(
  request: CallRequest,
  fetchFile: Runtime['fetch'],
  signal: AbortSignal,
): Promise<CallResponse | undefined> {
  try {
    const { url, method, headers = {}, body = null } = request;
    const response = await fetchFile(url, {
      method,
      headers: { ...headers },
      body,
      signal,
      redirect: 'error',
    });
    return { status: response.status, body: await response.text() };
  } catch {
    return undefined;
  }
}

function sendByXhr(
  request: CallRequest,
  signal: AbortSignal,
  onProgress: (loaded: number) => void,
): Promise<CallResponse | undefined> {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    const abort = (): void => xhr.abort();
    xhr.open(request.method, request.url);
    Object.entries(request.headers ?? {}).forEach(([name, value]) =>
      xhr.setRequestHeader(name, value),
    );
    xhr.upload.addEventListener('progress', (event) => onProgress(event.loaded));
    xhr.addEventListener('loadend', () => {
      signal.removeEventListener('abort', abort);
      resolve(xhr.status === 0 ? undefined : { status: xhr.status, body: xhr.responseText });
    });
    signal.addEventListener('abort', abort);
    xhr.send(request.body ?? null);
  });
}
