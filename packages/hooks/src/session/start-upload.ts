import { createStore } from 'zustand/vanilla';

import { createChatError } from '../chat/chat-error.ts';
import type { Chat, SendResult, UploadProgress } from '../chat.ts';
import { attempt } from '../connection/attempt.ts';
import { refuse, refuseUnsupported } from './refuse.ts';
import type { SendAct } from './send-act.ts';
import type { SessionCore } from './session-core.ts';

/** Starts uploads. What carries them is loaded with the first one: most conversations have none. */
export function createUpload(core: SessionCore, send: SendAct): Chat['upload'] {
  return (files, { signal, text = '' } = {}) => {
    const controller = new AbortController();
    const abort = (): void => controller.abort();
    const signals = [signal, core.leaving.signal];
    signals.forEach((each) => each?.addEventListener('abort', abort));
    if (signal?.aborted) {
      abort();
    }
    const total = files.reduce((sum, file) => sum + file.size, 0);
    const { getState, setState, subscribe } = createStore<UploadProgress>(() => ({
      status: 'uploading',
      loaded: 0,
      total,
    }));

    async function carry(): Promise<SendResult> {
      const call = core.provider.calls?.upload;
      if (!call || !core.state.capabilities.uploads) {
        return refuseUnsupported(core, 'uploads');
      }
      const { uploadFiles } = await import('./later.ts');
      return uploadFiles({
        core,
        call,
        send,
        files,
        text,
        signal: controller.signal,
        onProgress: (loaded) => setState({ loaded }),
      });
    }

    async function finish(): Promise<SendResult> {
      const result = await carry().catch(() =>
        refuse(
          controller.signal.aborted
            ? createChatError('aborted', 'This was cancelled.')
            : createChatError('upload-failed', 'The files could not be uploaded.'),
        ),
      );
      signals.forEach((each) => each?.removeEventListener('abort', abort));
      if (result.ok) {
        setState({ status: 'done', loaded: total });
      } else {
        const { error } = result;
        setState({ status: error.code === 'aborted' ? 'aborted' : 'failed', error });
      }
      return result;
    }

    return {
      id: core.runtime.createId(),
      progress: getState,
      subscribe: (listener) =>
        subscribe((progress) => attempt(() => listener(progress), core.runtime.logger)),
      abort,
      finished: finish(),
    };
  };
}
