/** What has the focus in the tree that an element is in: the page, or a shadow root. Nothing where nobody took it. */
export function focusedElement(element: Element): Element | null {
  const root = element.getRootNode();
  const active = root instanceof Document || root instanceof ShadowRoot ? root.activeElement : null;
  return active === document.body ? null : active;
}
