import { Slot } from '@radix-ui/react-slot';
import type { ComponentPropsWithoutRef, ElementType, JSX, ReactNode } from 'react';
import { forwardRef } from 'react';

import { useParts } from './parts-context.ts';
import { mergeElementProps } from './slots.ts';
import type { ElementProps, SlotName } from './slots.ts';

/** The properties of a part that is by default this element. */
export type PartProps<Element extends keyof JSX.IntrinsicElements> =
  ComponentPropsWithoutRef<Element> & {
    /** Draw the only child in place of the part's own element, with the part's properties on it. */
    readonly asChild?: boolean | undefined;
  };

type BaseProps = ElementProps & {
  readonly as: ElementType;
  readonly slotName: SlotName;
  /** What the user of the part has put on it: laid over the part's own properties. */
  readonly over?: (ElementProps & { readonly asChild?: boolean | undefined }) | undefined;
  readonly children?: ReactNode;
};

/** The element of a part: named by `data-slot`, replaced or dressed by `slots` and `asChild`. */
export const Part: React.ForwardRefExoticComponent<BaseProps & React.RefAttributes<HTMLElement>> =
  forwardRef<HTMLElement, BaseProps>(function Part({ as, slotName, over, ...own }, ref) {
    const custom: unknown = useParts().slots[slotName];
    const { asChild, children: _given, ...given } = over ?? {};
    const dressed = dress(mergeElementProps({ 'data-slot': slotName, ...own }, given), custom);
    const Element = asChild ? Slot : isComponent(custom) ? custom : as;
    return <Element {...dressed} ref={ref} />;
  });

function dress(own: ElementProps, custom: unknown): ElementProps {
  if (typeof custom === 'string') {
    return mergeElementProps(own, { className: custom });
  }
  if (typeof custom === 'object' && custom !== null && !isComponent(custom)) {
    // A slot is a class name, a component, or this.
    return mergeElementProps(own, custom as ElementProps);
  }
  return own;
}

/** Functions, and what `memo` and `forwardRef` return. */
function isComponent(value: unknown): value is ElementType {
  return (
    typeof value === 'function' ||
    (typeof value === 'object' && value !== null && '$$typeof' in value)
  );
}
