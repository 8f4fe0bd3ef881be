import type { Chat } from '@parley/hooks';

import { CustomChat } from './custom-chat.tsx';
// oxlint-disable-next-line import/default -- Vite gives the file's text as the default export
import source from './custom-chat.tsx?raw';
import { SourceView } from './source-view.tsx';

/** A chat of one's own beside its whole source. It is the conversation of the other page, drawn another way. */
export function CustomPage({ chat }: { readonly chat: Chat }) {
  return (
    <>
      <div className="custom-stage">
        <CustomChat chat={chat} />
        <p className="note">The same conversation as on the widget’s page: one chat, two faces.</p>
      </div>
      <SourceView name="custom-chat.tsx" source={source} />
    </>
  );
}
