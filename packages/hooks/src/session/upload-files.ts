import { createChatError } from '../chat/chat-error.ts';
import type { MessagePart } from '../chat/chat-message.ts';
import type { SendResult } from '../chat.ts';
import type { Call } from '../providers/provider.ts';
import { callFailure, performCall } from './perform-call.ts';
import { refuse } from './refuse.ts';
import type { SendAct } from './send-act.ts';
import { sendFile } from './send-file.ts';
import type { SessionCore } from './session-core.ts';

export interface UploadJob {
  readonly core: SessionCore;
  readonly call: Call<
    { readonly file: Blob; readonly index: number },
    { readonly uploadId: string }
  >;
  readonly send: SendAct;
  readonly files: readonly File[];
  readonly text: string;
  readonly signal: AbortSignal;
  /** How far it got, in bytes. */
  readonly onProgress: (loaded: number) => void;
}

/** Uploads files one after the other, then queues the message that names them; any failure queues nothing. */
export async function uploadFiles(job: UploadJob): Promise<SendResult> {
  const { core, call, send, files, text, signal, onProgress } = job;
  if (files.length === 0) {
    return refuse(createChatError('invalid-message', 'There is no file to upload.'));
  }
  const { epoch } = core;
  // A fetch of one's own carries the files as well.
  const isByFetch = core.options.runtime?.fetch || typeof XMLHttpRequest === 'undefined';
  const uploadIds: string[] = [];
  let done = 0;
  for (const [index, file] of files.entries()) {
    const sent = await performCall(
      core,
      call,
      { file, index },
      {
        signal,
        code: 'upload-failed',
        carry: isByFetch
          ? undefined
          : (request) => sendFile(request, signal, (loaded) => onProgress(done + loaded)),
      },
    );
    // Files belong to the conversation that asked for them.
    if (signal.aborted || core.epoch !== epoch) {
      return refuse(callFailure(true));
    }
    if (!sent.ok) {
      return sent;
    }
    uploadIds.push(sent.result.uploadId);
    done += file.size;
    onProgress(done);
  }
  const texts: readonly MessagePart[] = text.trim() === '' ? [] : [{ type: 'text', text }];
  const parts = [...texts, ...files.map(attachmentPart)];
  return send({ type: 'upload', uploadIds, text }, { text, parts });
}

function attachmentPart({ name, type: mediaType, size }: File): MessagePart {
  return { type: 'attachment', name, mediaType, size };
}
