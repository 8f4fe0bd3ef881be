import type { AllHTMLAttributes, ComponentType, ReactNode, Ref } from 'react';

/** The names that `data-slot` has, and that `slots` takes. */
export type SlotName =
  | 'root'
  | 'launcher'
  | 'unread'
  | 'window'
  | 'header'
  | 'title'
  | 'close'
  | 'connection'
  | 'viewport'
  | 'messages'
  | 'empty'
  | 'load-older'
  | 'scroll-to-end'
  | 'message'
  | 'bubble'
  | 'author'
  | 'text'
  | 'choices'
  | 'choice'
  | 'sources'
  | 'cards'
  | 'card'
  | 'attachment'
  | 'custom'
  | 'delivery'
  | 'feedback'
  | 'suggestions'
  | 'suggestion'
  | 'activity'
  | 'handoff'
  | 'error'
  | 'composer'
  | 'input'
  | 'send'
  | 'stop'
  | 'attach';

export type ElementProps = AllHTMLAttributes<HTMLElement> & {
  readonly [attribute: `data-${string}`]: string | boolean | number | undefined;
};

/** What a component given for a slot receives: everything the part would have put on its own element. */
export type SlotComponentProps = ElementProps & {
  readonly children?: ReactNode;
  readonly ref?: Ref<HTMLElement> | undefined;
};

/** A class name, properties, or a component in place of the part's element. */
export type SlotValue = string | ElementProps | ComponentType<SlotComponentProps>;

export type Slots = { readonly [Name in SlotName]?: SlotValue | undefined };

/**
 * The part's own properties with those of a slot laid over them: class names are joined, handlers both run
 * (the slot's first; it keeps the part's from running by preventing the default), anything else is replaced.
 */
export function mergeElementProps(own: ElementProps, over: ElementProps | undefined): ElementProps {
  if (!over) {
    return own;
  }
  const merged: Record<string, unknown> = { ...own, ...over };
  const className = [own.className, over.className].filter(Boolean).join(' ');
  if (className) {
    merged['className'] = className;
  }
  for (const [name, ours] of Object.entries(own)) {
    const theirs: unknown = Reflect.get(over, name);
    if (name.startsWith('on') && typeof ours === 'function' && typeof theirs === 'function') {
      merged[name] = (event: { readonly defaultPrevented?: boolean }) => {
        theirs(event);
        if (!event.defaultPrevented) {
          ours(event);
        }
      };
    }
  }
  // Both halves were element properties, and merging has kept each under its own name.
  return merged as ElementProps;
}
