'use client';

import type { JSX } from 'react';

import { UploadRow } from './upload-row.tsx';
import type { Uploads } from './use-uploads.ts';

/** The files on their way, above what is being written. */
export function UploadList({ uploads }: { readonly uploads: Uploads }): JSX.Element | null {
  if (uploads.uploads.length === 0) {
    return null;
  }
  return (
    <ul data-slot="uploads" role="list">
      {uploads.uploads.map((upload) => (
        <UploadRow key={upload.handle.id} upload={upload} uploads={uploads} />
      ))}
    </ul>
  );
}
