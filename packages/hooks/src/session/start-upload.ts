import { type ChatError, createChatError } from '../chat/chat-error.ts';
import type { Chat, SendResult, UploadHandle, UploadProgress } from '../chat.ts';
import { unsupported } from './actions.ts';
import type { SendAct } from './send-act.ts';
import type { SessionCore } from './session-core.ts';

/** Starts uploads. What carries them is loaded with the first one: most conversations have none. */
export function createUpload(core: SessionCore, send: SendAct): Chat['upload'] {
  return (files, { signal, text = '' } = {}) => {
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) {
      abort();
    }
    const total = files.reduce((sum, file) => sum + file.size, 0);
    const progress = createProgress(total, () => core.runtime.logger('error', 'handler-threw'));

    async function carry(): Promise<SendResult> {
      const call = core.provider().calls?.upload;
      if (!call || !core.conversation().state.capabilities.uploads) {
        return { ok: false, error: unsupported(core, 'uploads') };
      }
      const { uploadFiles } = await import('./upload-files.ts');
      return uploadFiles({
        core,
        call,
        send,
        files,
        text,
        signal: controller.signal,
        onProgress: (loaded) => progress.set({ status: 'uploading', loaded, total }),
      });
    }

    async function finish(): Promise<SendResult> {
      const result = await carry().catch((): SendResult => ({
        ok: false,
        error: createChatError('upload-failed', 'The files could not be uploaded.'),
      }));
      signal?.removeEventListener('abort', abort);
      if (result.ok) {
        progress.set({ status: 'done', loaded: total, total });
      } else {
        progress.fail(result.error);
      }
      return result;
    }

    return {
      id: core.runtime.createId(),
      progress: progress.get,
      subscribe: progress.subscribe,
      abort,
      finished: finish(),
    };
  };
}

function createProgress(
  total: number,
  onThrow: () => void,
): Pick<UploadHandle, 'subscribe'> & {
  readonly get: () => UploadProgress;
  readonly set: (progress: UploadProgress) => void;
  readonly fail: (error: ChatError) => void;
} {
  let current: UploadProgress = { status: 'uploading', loaded: 0, total };
  const listeners = new Set<(progress: UploadProgress) => void>();
  const set = (progress: UploadProgress): void => {
    current = progress;
    listeners.forEach((listener) => {
      try {
        listener(progress);
      } catch {
        onThrow();
      }
    });
  };
  return {
    get: () => current,
    set,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    fail(error) {
      const status = error.code === 'aborted' ? 'aborted' : 'failed';
      set({ status, loaded: current.loaded, total, error });
    },
  };
}
