import type { Route } from './use-route.ts';

const WORDS: Readonly<Record<Route, { readonly title: string; readonly text: string }>> = {
  widget: {
    title: 'Three platforms, one chat',
    text: 'Pick a hook, talk to a simulator or to the real thing, and break the network: no message is lost, doubled or out of order.',
  },
  custom: {
    title: 'Your own chat, from hooks alone',
    text: 'No widget here: messages, delivery, suggestions and the connection come straight from the hooks. Read it, copy it, make it yours.',
  },
};

/** What a page is about. */
export function Intro({ route }: { readonly route: Route }) {
  const { title, text } = WORDS[route];
  return (
    <div className="intro">
      <h1>{title}</h1>
      <p>{text}</p>
    </div>
  );
}
