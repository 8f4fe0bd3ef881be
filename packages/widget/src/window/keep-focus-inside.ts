import { focusedElement } from '../root/focused-element.ts';

const REACHABLE =
  'a[href], button:not([disabled]), textarea, input:not([disabled], [type="file"]), summary, [tabindex="0"]';

/** The element that Tab should go to so that it does not leave; undefined where the browser's own choice is inside. */
export function keepFocusInside(
  container: HTMLElement,
  backwards: boolean,
): HTMLElement | undefined {
  const reachable = [...container.querySelectorAll<HTMLElement>(REACHABLE)].filter(
    (element) => element.getClientRects().length > 0,
  );
  const active = focusedElement(container);
  const edge = backwards ? reachable[0] : reachable.at(-1);
  return active === edge || active === container ? reachable.at(backwards ? -1 : 0) : undefined;
}
