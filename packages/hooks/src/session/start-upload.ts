import { createChatError } from '../chat/chat-error.ts';
import type { Chat, SendResult, UploadProgress } from '../chat.ts';
import type { Runtime } from '../connection/runtime.ts';
import type { SendAct } from './send-act.ts';
import type { SessionCore } from './session-core.ts';
import { unsupported } from './unsupported.ts';

/** Starts uploads. What carries them is loaded with the first one: most conversations have none. */
export function createUpload(core: SessionCore, send: SendAct): Chat['upload'] {
  return (files, { signal, text = '' } = {}) => {
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) {
      abort();
    }
    const total = files.reduce((sum, file) => sum + file.size, 0);
    let progress: UploadProgress = { status: 'uploading', loaded: 0, total };
    const listeners = new Set<(progress: UploadProgress) => void>();
    function show(next: UploadProgress): void {
      progress = next;
      tell(listeners, next, core.runtime.logger);
    }

    async function carry(): Promise<SendResult> {
      const call = core.provider().calls?.upload;
      if (!call || !core.conversation().state.capabilities.uploads) {
        return { ok: false, error: unsupported(core, 'uploads') };
      }
      const { uploadFiles } = await import('./later.ts');
      return uploadFiles({
        core,
        call,
        send,
        files,
        text,
        signal: controller.signal,
        onProgress: (loaded) => show({ status: 'uploading', loaded, total }),
      });
    }

    async function finish(): Promise<SendResult> {
      const result = await carry().catch((): SendResult => ({
        ok: false,
        error: createChatError('upload-failed', 'The files could not be uploaded.'),
      }));
      signal?.removeEventListener('abort', abort);
      if (result.ok) {
        show({ status: 'done', loaded: total, total });
      } else {
        const { error } = result;
        const status = error.code === 'aborted' ? 'aborted' : 'failed';
        show({ status, loaded: progress.loaded, total, error });
      }
      return result;
    }

    return {
      id: core.runtime.createId(),
      progress: () => progress,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      abort,
      finished: finish(),
    };
  };
}

/** A listener that throws harms nobody. */
function tell(
  listeners: ReadonlySet<(progress: UploadProgress) => void>,
  progress: UploadProgress,
  logger: Runtime['logger'],
): void {
  listeners.forEach((listener) => {
    try {
      listener(progress);
    } catch {
      logger('error', 'handler-threw');
    }
  });
}
