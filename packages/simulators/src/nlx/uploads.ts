import { json } from '../core/http-answer.ts';
import type { Ids } from '../core/ids.ts';
import type { HttpRequest, HttpResponse } from '../core/platform.ts';
import type { NlxUploadUrl } from './response.ts';

/** A file that a client has put. */
export interface StoredUpload {
  readonly uploadId: string;
  readonly conversationId: string;
  readonly contentType: string;
  /** In bytes. */
  readonly size: number;
}

/** The store behind the upload addresses. */
export interface Uploads {
  readonly stored: readonly StoredUpload[];
  issue(conversationId: string, origin: string, refused: boolean): NlxUploadUrl;
  find(conversationId: string, uploadId: string): StoredUpload | undefined;
  put(request: HttpRequest): HttpResponse;
}

/** How the store behaves. */
export interface UploadRules {
  readonly ids: Ids;
  readonly maxBytes: number;
  /** Status for every file, instead of storing it. */
  readonly refuseWith: number | undefined;
}

/** Where files are put. */
export const UPLOAD_PATH = '/uploads/';

/** First bytes of the types that have any; a file that claims one of them must begin with them. */
const SIGNATURES: Readonly<Record<string, readonly number[]>> = {
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, 0x50, 0x4e, 0x47],
  'image/gif': [0x47, 0x49, 0x46, 0x38],
  'application/pdf': [0x25, 0x50, 0x44, 0x46],
};

const TYPE = /^[\w.+-]+\/[\w.+-]+/;

function isWhatItClaims(contentType: string, body: Uint8Array): boolean {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return (SIGNATURES[type] ?? []).every((byte, index) => body[index] === byte);
}

/** A store of files that checks what it is given. */
export function createUploads({ ids, maxBytes, refuseWith }: UploadRules): Uploads {
  const issued = new Map<string, { conversationId: string; refused: boolean }>();
  const stored: StoredUpload[] = [];

  const problem = (request: HttpRequest, uploadId: string): HttpResponse | undefined => {
    const { headers, body } = request;
    const slot = issued.get(uploadId);
    if (request.method !== 'PUT') return json(405, { message: 'Only PUT stores a file' });
    if (slot === undefined) return json(403, { message: 'The address is not valid' });
    // A signed address covers its headers: one more breaks the signature, and gives a key away.
    if (headers['nlx-api-key'] !== undefined || headers['authorization'] !== undefined) {
      return json(403, { message: 'The signature does not cover a key' });
    }
    if (refuseWith !== undefined) return json(refuseWith, { message: 'The file was refused' });
    if (slot.refused) return json(403, { message: 'The address has expired' });
    const contentType = headers['content-type'] ?? '';
    if (!TYPE.test(contentType)) return json(400, { message: 'Content-Type is missing' });
    if (body.length === 0) return json(400, { message: 'The file is empty' });
    if (body.length > maxBytes) return json(413, { message: 'The file is too large' });
    if (!isWhatItClaims(contentType, body)) {
      return json(400, { message: `The file is not ${contentType}` });
    }
    return undefined;
  };

  return {
    stored,
    issue: (conversationId, origin, refused) => {
      const uploadId = ids.uuid();
      issued.set(uploadId, { conversationId, refused });
      return { uploadId, url: `${origin}${UPLOAD_PATH}${uploadId}?signature=${ids.hex(16)}` };
    },
    find: (conversationId, uploadId) =>
      stored.find((file) => file.uploadId === uploadId && file.conversationId === conversationId),
    put: (request) => {
      const uploadId = request.url.pathname.slice(UPLOAD_PATH.length);
      const refusal = problem(request, uploadId);
      if (refusal !== undefined) return refusal;
      stored.push({
        uploadId,
        conversationId: issued.get(uploadId)?.conversationId ?? '',
        contentType: request.headers['content-type'] ?? '',
        size: request.body.length,
      });
      return { status: 200 };
    },
  };
}
