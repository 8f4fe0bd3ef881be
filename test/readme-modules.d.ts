declare module 'virtual:readme/*' {
  import type { JSX } from 'react';

  export const App: () => JSX.Element;
  export const AuiChat: typeof App;
  export const LexiconChat: typeof App;
  export const NlxChat: typeof App;
  export const NlxSocketChat: typeof App;
}
