'use client';

import { createScrollAreaScope, Root, Scrollbar, Thumb } from '@radix-ui/react-scroll-area';
import type { ComponentPropsWithoutRef, Context, JSX, ReactNode, Ref } from 'react';
import { createContext, forwardRef, useCallback, useContext } from 'react';

/** What the scroll area keeps of the two elements it watches. */
interface ScrollAreaLink {
  readonly onViewportChange: (viewport: HTMLElement | null) => void;
  readonly onContentChange: (content: HTMLElement | null) => void;
}

const useScope = createScrollAreaScope();
const NO_AREA = createContext<ScrollAreaLink | null>(null);

export interface ScrollFrameProps extends ComponentPropsWithoutRef<'div'> {
  readonly viewportRef: Ref<HTMLDivElement>;
  readonly contentRef: Ref<HTMLDivElement>;
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
  const { viewportRef, contentRef, overlay, children, ...own } = props;
  const scope = useScope(undefined);
  const Area = areaContext(scope);
  return (
    <Root {...scope} type="hover" asChild>
      <Bare data-slot="scroll-frame">
        <Viewport area={Area} viewportRef={viewportRef} contentRef={contentRef} {...own}>
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
  readonly viewportRef: Ref<HTMLDivElement>;
  readonly contentRef: Ref<HTMLDivElement>;
}

function Viewport({ area, viewportRef, contentRef, children, ...own }: ViewportProps): JSX.Element {
  const link = useContext(area);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div {...own} tabIndex={0} ref={useBoth(viewportRef, link?.onViewportChange)}>
      <div data-slot="scroll-content" ref={useBoth(contentRef, link?.onContentChange)}>
        {children}
      </div>
    </div>
  );
}

/** The context of the scroll area in this scope: the library's own parts find it at the same place. */
function areaContext(scope: ReturnType<typeof useScope>): Context<ScrollAreaLink | null> {
  // Only the name of the scope is not in its type; a test fails where the library changes it.
  return (scope['__scopeScrollArea']?.['ScrollArea']?.[0] ??
    NO_AREA) as Context<ScrollAreaLink | null>;
}

type Receive = (element: HTMLDivElement | null) => void;

/** One element, told to both. */
function useBoth(ref: Ref<HTMLDivElement>, receive: Receive | undefined): Receive {
  return useCallback(
    (element) => {
      if (typeof ref === 'function') {
        ref(element);
      } else if (ref) {
        ref.current = element;
      }
      receive?.(element);
    },
    [ref, receive],
  );
}
