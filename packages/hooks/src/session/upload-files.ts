import { createChatError } from '../chat/chat-error.ts';
import type { MessagePart } from '../chat/chat-message.ts';
import type { SendResult } from '../chat.ts';
import { IN_TIME_MS } from '../providers/in-time.ts';
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
  // A fetch of one's own carries the files as well.
  const isByFetch = core.options.runtime?.fetch || typeof XMLHttpRequest === 'undefined';
  const uploadIds: string[] = [];
  let done = 0;
  for (const [index, file] of files.entries()) {
    // Files belong to the conversation that asked for them, and nobody who left it is asked for a key.
    if (signal.aborted) {
      break;
    }
    const sent = await performCall(
      core,
      call,
      { file, index },
      {
        signal,
        code: 'upload-failed',
        fresh: 'when-refused',
        // Fetch does not tell how far it got: a file has as long as it takes at 10 kB a second.
        limitMs: IN_TIME_MS + (isByFetch ? file.size / 10 : 0),
        carry: isByFetch
          ? undefined
          : (request, until, again) =>
              sendFile(request, until, (loaded) => {
                again();
                onProgress(done + loaded);
              }),
      },
    );
    if (!sent.ok) {
      return sent;
    }
    uploadIds.push(sent.result.uploadId);
    done += file.size;
    onProgress(done);
  }
  if (signal.aborted) {
    return refuse(callFailure(true));
  }
  const texts: readonly MessagePart[] = text.trim() === '' ? [] : [{ type: 'text', text }];
  const parts = [...texts, ...files.map(attachmentPart)];
  return send({ type: 'upload', uploadIds, text }, { text, parts });
}

function attachmentPart({ name, type: mediaType, size }: File): MessagePart {
  return { type: 'attachment', name, mediaType, size };
}
