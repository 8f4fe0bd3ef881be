import { Slot } from '@radix-ui/react-slot';
import type { ComponentPropsWithoutRef, ComponentType, ElementType, JSX, ReactNode } from 'react';
import { forwardRef } from 'react';

import { useParts } from './parts-context.ts';
import { mergeElementProps } from './slots.ts';
import type { ElementProps, SlotComponentProps, SlotName, SlotValue } from './slots.ts';

/** The properties of a part that is by default this element. */
export type PartProps<Element extends keyof JSX.IntrinsicElements> =
  ComponentPropsWithoutRef<Element> & {
    /** Draw the only child in place of the part's own element, with the part's properties on it. */
    readonly asChild?: boolean | undefined;
  };

type BaseProps = ElementProps & {
  /** @default 'div' */
  readonly as?: ElementType | undefined;
  readonly slotName: SlotName;
  /** What the user of the part has put on it: laid over the part's own properties. */
  readonly over?: (ElementProps & { readonly asChild?: boolean | undefined }) | undefined;
  readonly children?: ReactNode;
};

/** The element of a part: named by `data-slot`, replaced or dressed by `slots` and `asChild`. */
export const Part: React.ForwardRefExoticComponent<BaseProps & React.RefAttributes<HTMLElement>> =
  forwardRef<HTMLElement, BaseProps>(function Part({ as = 'div', slotName, over, ...own }, ref) {
    const custom = useParts().slots[slotName];
    const { asChild, children: _given, ...given } = over ?? {};
    const props = mergeElementProps({ 'data-slot': slotName, ...own }, given);
    const Element = asChild ? Slot : isComponent(custom) ? custom : as;
    return <Element {...mergeElementProps(props, dressOf(custom))} ref={ref} />;
  });

function dressOf(custom: SlotValue | undefined): ElementProps | undefined {
  return typeof custom === 'string'
    ? { className: custom }
    : isComponent(custom)
      ? undefined
      : custom;
}

/** Functions, and what `memo` and `forwardRef` return. */
function isComponent(value: SlotValue | undefined): value is ComponentType<SlotComponentProps> {
  return typeof value === 'function' || (typeof value === 'object' && '$$typeof' in value);
}
