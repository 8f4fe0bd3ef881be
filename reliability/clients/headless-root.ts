import type { ReactNode } from 'react';

const noop = (): void => undefined;

/** The few things of a page that React touches for a tree that draws nothing. */
function createContainer(): unknown {
  const ownerDocument = {
    nodeType: 9,
    activeElement: null,
    addEventListener: noop,
    removeEventListener: noop,
    defaultView: { HTMLIFrameElement: class {} },
  };
  return {
    nodeType: 1,
    nodeName: 'DIV',
    tagName: 'DIV',
    namespaceURI: 'http://www.w3.org/1999/xhtml',
    textContent: '',
    ownerDocument,
    addEventListener: noop,
    removeEventListener: noop,
  };
}

/** A real React root in Node, for hooks whose component draws nothing. Gives its undoing. */
export async function renderHeadless(tree: ReactNode): Promise<() => void> {
  // React and hooks made for a page look for one when they are loaded and when they set timers.
  Object.assign(globalThis, { window: globalThis });
  const { createRoot } = await import('react-dom/client');
  // It has everything that React asks of an element here.
  const root = createRoot(createContainer() as Element);
  root.render(tree);
  return () => root.unmount();
}
