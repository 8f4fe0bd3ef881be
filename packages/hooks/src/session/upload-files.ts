import { createChatError } from '../chat/chat-error.ts';
import type { MessagePart } from '../chat/chat-message.ts';
import type { SendResult } from '../chat.ts';
import type { Call } from '../providers/provider.ts';
import { buildCall, callFailure, type CallResult, readCall } from './perform-call.ts';
import { sendFile } from './send-file.ts';
import type { SendAct } from './send-act.ts';
import type { SessionCore } from './session-core.ts';

type UploadCall = Call<
  { readonly file: Blob; readonly index: number },
  { readonly uploadId: string }
>;

export interface UploadJob {
  readonly core: SessionCore;
  readonly call: UploadCall;
  readonly send: SendAct;
  readonly files: readonly File[];
  readonly text: string;
  readonly signal: AbortSignal;
  /** How far it got, in bytes. */
  readonly onProgress: (loaded: number) => void;
}

/** Uploads files one after the other, then queues the message that names them; any failure queues nothing. */
export async function uploadFiles(job: UploadJob): Promise<SendResult> {
  const { core, files, text, signal, onProgress } = job;
  if (files.length === 0) {
    const error = createChatError('invalid-message', 'There is no file to upload.');
    return { ok: false, error };
  }
  const epoch = core.epoch();
  const uploadIds: string[] = [];
  let done = 0;
  for (const [index, file] of files.entries()) {
    const sent = await uploadFile(job, { file, index }, (loaded) => onProgress(done + loaded));
    // Files belong to the conversation that asked for them.
    if (signal.aborted || core.epoch() !== epoch) {
      return { ok: false, error: callFailure(true) };
    }
    if (!sent.ok) {
      return sent;
    }
    uploadIds.push(sent.result.uploadId);
    done += file.size;
    onProgress(done);
  }
  const parts = [...textParts(text), ...files.map(attachmentPart)];
  return job.send({ type: 'upload', uploadIds, text }, { text, parts });
}

async function uploadFile(
  { core, call, signal }: UploadJob,
  request: { readonly file: Blob; readonly index: number },
  onProgress: (loaded: number) => void,
): Promise<CallResult<{ readonly uploadId: string }>> {
  const built = buildCall(call, request, core.facts(), await core.credentials(false));
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
