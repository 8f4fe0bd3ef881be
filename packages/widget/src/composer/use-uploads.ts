'use client';

import type { UploadHandle } from '@parley/hooks';
import { useState } from 'react';

import { useParts } from '../root/parts-context.ts';

export interface Upload {
  readonly handle: UploadHandle;
  readonly files: readonly File[];
}

export interface Uploads {
  readonly uploads: readonly Upload[];
  readonly start: (files: readonly File[]) => void;
  readonly remove: (upload: Upload) => void;
}

/** The files on their way. */
export function useUploads(): Uploads {
  const { chat } = useParts();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  return {
    uploads,
    start: (files) => {
      if (files.length > 0) {
        const upload = { handle: chat.upload(files), files };
        setUploads((now) => [...now, upload]);
      }
    },
    remove: (upload) => setUploads((now) => now.filter((other) => other !== upload)),
  };
}
