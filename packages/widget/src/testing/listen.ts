import { screen } from '@testing-library/react';

/** Everything that is put into the live region from here on. */
export function listen(): readonly string[] {
  const heard: string[] = [];
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      heard.push(...[...addedNodes].map((node) => node.textContent ?? ''));
    }
  }).observe(screen.getByRole('status'), { childList: true, subtree: true, characterData: true });
  return heard;
}
