'use client';

import { useChatState } from '@parley/hooks';
import type { FormEvent, JSX } from 'react';
import { useRef } from 'react';

import { Icon } from '../icons/icons.tsx';
import { Part } from '../root/part.tsx';
import type { PartProps } from '../root/part.tsx';
import { useParts } from '../root/parts-context.ts';
import { AttachButton } from './attach-button.tsx';
import { ComposerNote } from './composer-note.tsx';
import { MessageInput } from './message-input.tsx';
import { StopButton } from './stop-button.tsx';
import { UploadList } from './upload-list.tsx';
import { useDraft } from './use-draft.ts';
import { useUploads } from './use-uploads.ts';

export interface ChatComposerProps extends Omit<
  PartProps<'form'>,
  'children' | 'asChild' | 'onSubmit'
> {
  /** Characters a message may have. @default what the chat has refused to go over, the platform takes, or 10,000 */
  readonly maxLength?: number | undefined;
}

const MAX_LENGTH = 10_000;

/** Where a message is written and sent. What the chat refuses stays in it, with the reason. */
export function ChatComposer({ maxLength, ...own }: ChatComposerProps): JSX.Element {
  const { chat, capabilities, labels, id } = useParts();
  const inputRef = useRef<HTMLElement>(null);
  const uploads = useUploads();
  const session = useChatState(chat, (state) => state.session);
  const canUpload = session.canUpload ?? capabilities.uploads;
  const inputDisabled = session.inputDisabled ?? false;
  const draft = useDraft(inputRef, inputDisabled);
  const isStreaming = useChatState(chat, (state) => state.status === 'streaming');
  const limit = maxLength ?? draft.limit ?? chat.provider.maxLength ?? MAX_LENGTH;
  const noteId = `${id}-note`;

  const handleSubmit = (event: FormEvent) => {
    event.preventDefault();
    draft.send(draft.text);
    inputRef.current?.focus();
  };

  return (
    <Part as="form" slotName="composer" onSubmit={handleSubmit} over={own}>
      <UploadList uploads={uploads} />
      <div data-slot="composer-box">
        {canUpload && <AttachButton onPick={uploads.start} />}
        <MessageInput
          draft={draft}
          inputRef={inputRef}
          describedBy={noteId}
          isReadOnly={inputDisabled}
          isInvalid={draft.error !== null || draft.text.length > limit}
        />
        {isStreaming && <StopButton />}
        <Part
          as="button"
          slotName="send"
          type="submit"
          aria-label={labels.sendMessage}
          disabled={inputDisabled || !draft.text.trim()}
        >
          <Icon name="send" />
        </Part>
      </div>
      <ComposerNote
        id={noteId}
        hint={inputDisabled ? labels.inputDisabled : undefined}
        draft={draft}
        limit={limit}
      />
    </Part>
  );
}
