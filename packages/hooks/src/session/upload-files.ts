import { type ChatError, createChatError } from '../chat/chat-error.ts';
import type { MessagePart } from '../chat/chat-message.ts';
import type { Chat, SendResult, UploadHandle, UploadProgress } from '../chat.ts';
import type { Call } from '../providers/provider.ts';
import { unsupported } from './actions.ts';
import { compose } from './compose.ts';
import { callFailure, type CallResult, readCall } from './perform-call.ts';
import { sendFile } from './send-file.ts';
import type { SessionCore } from './session-core.ts';

type UploadCall = Call<
  { readonly file: Blob; readonly index: number },
  { readonly uploadId: string }
>;

/** Uploads files one after the other, then queues the message that names them; any failure queues nothing. */
export function createUpload(core: SessionCore, onSend: () => void): Chat['upload'] {
  return (files, { signal, text = '' } = {}) => {
    const controller = new AbortController();
    signal?.addEventListener('abort', () => controller.abort(), { once: true });
    const total = files.reduce((sum, file) => sum + file.size, 0);
    const progress = createProgress(total);

    async function finish(): Promise<SendResult> {
      const call = core.provider().calls?.upload;
      if (!call || !core.conversation().state.capabilities.uploads) {
        return progress.fail(unsupported(core, 'uploads'));
      }
      if (files.length === 0) {
        return progress.fail(createChatError('invalid-message', 'There is no file to upload.'));
      }
      if (signal?.aborted) {
        return progress.fail(callFailure(true));
      }
      const epoch = core.epoch();
      const uploadIds: string[] = [];
      let done = 0;
      for (const [index, file] of files.entries()) {
        const sent = await uploadFile(core, call, { file, index }, controller.signal, (loaded) =>
          progress.set({ status: 'uploading', loaded: done + loaded, total }),
        );
        // Files belong to the conversation that asked for them.
        if (core.epoch() !== epoch) {
          return progress.fail(callFailure(true));
        }
        if (!sent.ok) {
          return progress.fail(sent.error);
        }
        uploadIds.push(sent.result.uploadId);
        done += file.size;
        progress.set({ status: 'uploading', loaded: done, total });
      }
      const parts = [...textParts(text), ...files.map(attachmentPart)];
      const result = compose(core, { type: 'upload', uploadIds, text }, { text, parts });
      if (!result.ok) {
        return progress.fail(result.error);
      }
      progress.set({ status: 'done', loaded: total, total });
      onSend();
      return result;
    }

    const finished = finish().catch(() => progress.fail(callFailure(controller.signal.aborted)));
    return {
      id: core.runtime.createId(),
      progress: progress.get,
      subscribe: progress.subscribe,
      abort: () => controller.abort(),
      finished,
    };
  };
}

async function uploadFile(
  core: SessionCore,
  call: UploadCall,
  request: { readonly file: Blob; readonly index: number },
  signal: AbortSignal,
  onProgress: (loaded: number) => void,
): Promise<CallResult<{ readonly uploadId: string }>> {
  const built = call.build(request, core.facts(), await core.credentials(false));
  if ('error' in built) {
    return { ok: false, error: built.error };
  }
  const response = await sendFile(built, core.options().runtime?.fetch, signal, onProgress);
  if (!response) {
    return { ok: false, error: callFailure(signal.aborted) };
  }
  const result = readCall(call, response, core.facts(), request);
  return result.ok || result.error.code === 'upload-failed'
    ? result
    : { ok: false, error: { ...result.error, code: 'upload-failed', retryable: true } };
}

function textParts(text: string): readonly MessagePart[] {
  return text.trim() === '' ? [] : [{ type: 'text', text }];
}

function attachmentPart(file: File): MessagePart {
  return { type: 'attachment', name: file.name, mediaType: file.type, size: file.size };
}

function createProgress(total: number): Pick<UploadHandle, 'subscribe'> & {
  readonly get: () => UploadProgress;
  readonly set: (progress: UploadProgress) => void;
  readonly fail: (error: ChatError) => SendResult;
} {
  let current: UploadProgress = { status: 'uploading', loaded: 0, total };
  const listeners = new Set<(progress: UploadProgress) => void>();
  const set = (progress: UploadProgress): void => {
    current = progress;
    listeners.forEach((listener) => listener(progress));
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
      return { ok: false, error };
    },
  };
}
