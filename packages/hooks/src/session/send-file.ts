import type { CallRequest } from '../providers/provider.ts';
import type { CallAnswer } from './perform-call.ts';

/** Sends a file and tells how far it got, in bytes, which fetch cannot. Rejects when nothing comes back. */
export function sendFile(
  { method, url, headers = {}, body }: CallRequest,
  signal: AbortSignal,
  onProgress: (loaded: number) => void,
): Promise<CallAnswer> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const abort = (): void => xhr.abort();
    xhr.open(method, url);
    Object.entries(headers).forEach((header) => xhr.setRequestHeader(...header));
    xhr.upload.onprogress = ({ loaded }) => onProgress(loaded);
    xhr.onloadend = () => {
      signal.removeEventListener('abort', abort);
      const { status, responseText: text } = xhr;
      if (status === 0) {
        reject(new Error('Nothing came back.'));
      } else {
        resolve({ status, text });
      }
    };
    signal.addEventListener('abort', abort);
    xhr.send(body ?? null);
  });
}
