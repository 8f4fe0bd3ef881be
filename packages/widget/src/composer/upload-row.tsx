'use client';

import type { JSX } from 'react';
import { useCallback, useEffect, useSyncExternalStore } from 'react';

import { useSpokenChange } from '../announcer/use-spoken-change.ts';
import { Icon } from '../icons/icons.tsx';
import { useParts } from '../root/parts-context.ts';
import { errorWords } from '../text/error-words.ts';
import { plainName } from '../text/plain-name.ts';
import type { Upload, Uploads } from './use-uploads.ts';

export interface UploadRowProps {
  readonly upload: Upload;
  readonly uploads: Uploads;
}

/** Files on their way: how far, a way to stop, and the reason where they did not arrive. */
export function UploadRow({ upload, uploads }: UploadRowProps): JSX.Element {
  const { labels } = useParts();
  const { handle, files } = upload;
  const subscribe = useCallback((listener: () => void) => handle.subscribe(listener), [handle]);
  const progress = useSyncExternalStore(subscribe, handle.progress, handle.progress);
  const name = files.map((file) => plainName(file.name)).join(', ');
  const isFailed = progress.status === 'failed';
  const remove = () => uploads.remove(upload);

  useEffect(() => {
    if (progress.status === 'done' || progress.status === 'aborted') {
      remove();
    }
  });
  useSpokenChange(isFailed, isFailed ? labels.uploadFailed(name) : '');

  return (
    <li data-slot="upload" data-status={progress.status}>
      <Icon name={isFailed ? 'alert' : 'file'} />
      <span data-slot="notice-text">
        <bdi>{isFailed ? labels.uploadFailed(name) : name}</bdi>
        {isFailed && progress.error && <span data-slot="hint">{errorWords(progress.error)}</span>}
        {!isFailed && (
          <progress
            aria-label={labels.uploading(name)}
            max={progress.total || 1}
            value={progress.loaded}
          />
        )}
      </span>
      {isFailed && (
        <button
          type="button"
          data-slot="text-button"
          onClick={() => {
            remove();
            uploads.start(files);
          }}
        >
          {labels.tryAgain}
        </button>
      )}
      <button
        type="button"
        data-slot="icon-button"
        data-size="small"
        aria-label={isFailed ? labels.dismiss : labels.cancelUpload}
        onClick={() => {
          handle.abort();
          remove();
        }}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}
