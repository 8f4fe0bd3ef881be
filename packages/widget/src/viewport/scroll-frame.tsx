'use client';

import { createScrollAreaScope, Root, Scrollbar, Thumb } from '@radix-ui/react-scroll-area';
import type { ComponentPropsWithoutRef, Context, JSX, ReactNode } from 'react';
import { createContext, forwardRef, useCallback, useContext } from 'react';

import { Part } from '../root/part.tsx';

/** What the scroll area keeps of the two elements it watches. */
interface ScrollAreaLink {
  readonly onViewportChange: (viewport: HTMLElement | null) => void;
  readonly onContentChange: (content: HTMLElement | null) => void;
}

const useScope = createScrollAreaScope();
const NO_AREA = createContext<ScrollAreaLink | null>(null);

/** Is told the element when it is there, and null when it is gone. */
type Receive = (element: HTMLElement | null) => void;

export interface ScrollFrameProps extends ComponentPropsWithoutRef<'div'> {
  readonly onViewport: Receive;
  readonly onContent: Receive;
  /** Drawn over the frame, outside what scrolls. */
  readonly overlay?: ReactNode;
  readonly children?: ReactNode;
}

/**
 * A scroll area without the library's own viewport, which injects a style element (through innerHTML) and writes
 * style attributes into server-rendered HTML: a strict content security policy refuses both. The two elements are
 * ours, styled by the stylesheet, and made known to the library through its scope, as its own primitives do it.
 */
export function ScrollFrame(props: ScrollFrameProps): JSX.Element {
  const { onViewport, onContent, overlay, children, ...own } = props;
  const scope = useScope(undefined);
  const Area = areaContext(scope);
  return (
    <Root {...scope} type="hover" asChild>
      <Bare data-slot="scroll-frame">
        <Viewport area={Area} onViewport={onViewport} onContent={onContent} {...own}>
          {children}
        </Viewport>
        <Scrollbar {...scope} data-slot="scrollbar" style={{ left: undefined, right: undefined }}>
          <Thumb {...scope} data-slot="scrollbar-thumb" />
        </Scrollbar>
        {overlay}
      </Bare>
    </Root>
  );
}

/** Takes the element's attributes but not its inline style, and not its direction: that is the page's. */
const Bare = forwardRef<HTMLDivElement, ComponentPropsWithoutRef<'div'>>(function Bare(
  { style: _style, dir: _dir, ...props },
  ref,
) {
  return <div ref={ref} {...props} />;
});

interface ViewportProps extends ComponentPropsWithoutRef<'div'> {
  readonly area: Context<ScrollAreaLink | null>;
  readonly onViewport: Receive;
  readonly onContent: Receive;
}

function Viewport({ area, onViewport, onContent, children, ...own }: ViewportProps): JSX.Element {
  const link = useContext(area);
  return (
    // What scrolls must be reachable by keyboard.
    <Part
      slotName="viewport"
      tabIndex={0}
      ref={useBoth(onViewport, link?.onViewportChange)}
      over={own}
    >
      <div data-slot="scroll-content" ref={useBoth(onContent, link?.onContentChange)}>
        {children}
      </div>
    </Part>
  );
}

/** The context of the scroll area in this scope: the library's own parts find it at the same place. */
function areaContext(scope: ReturnType<typeof useScope>): Context<ScrollAreaLink | null> {
  // Only the name of the scope is not in its type; a test fails where the library changes it.
  return (scope['__scopeScrollArea']?.['ScrollArea']?.[0] ??
    NO_AREA) as Context<ScrollAreaLink | null>;
}

/** One element, told to both. */
function useBoth(ours: Receive, theirs: Receive | undefined): Receive {
  return useCallback(
    (element) => {
      ours(element);
      theirs?.(element);
    },
    [ours, theirs],
  );
}
