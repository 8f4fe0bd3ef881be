import { expect, it } from 'vitest';

import { createEnvironment } from './environment.ts';
import type { EnvironmentEvent } from './runtime.ts';

it('passes on what the page tells, until it is told to stop', () => {
  const environment = createEnvironment();
  const heard: EnvironmentEvent[] = [];
  const stop = environment.subscribe((event) => heard.push(event));
  const tell = (): void => {
    dispatchEvent(new Event('online'));
    dispatchEvent(new Event('offline'));
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    document.dispatchEvent(new Event('visibilitychange'));
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    document.dispatchEvent(new Event('freeze'));
    document.dispatchEvent(new Event('resume'));
  };
  tell();
  expect(heard).toEqual(['online', 'offline', 'restored', 'visible', 'leaving']);
  stop();
  tell();
  expect(heard.length).toBe(5);
});

it('runs before the next paint while the page is seen', async () => {
  const { requestPaint } = createEnvironment();
  await new Promise<void>((resolve) => {
    requestPaint?.(resolve);
  });
  let ran = false;
  requestPaint?.(() => (ran = true))();
  await new Promise(requestAnimationFrame);
  expect(ran).toBe(false);
});

it('says that the browser is offline while it says so', () => {
  const environment = createEnvironment();
  expect(environment.isOnline()).toBe(true);
  Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
  try {
    expect(environment.isOnline()).toBe(false);
  } finally {
    Reflect.deleteProperty(navigator, 'onLine');
  }
  expect(environment.isOnline()).toBe(true);
});

it('offers no paint while the page is hidden, and says when it is', () => {
  const environment = createEnvironment();
  const heard: EnvironmentEvent[] = [];
  const stop = environment.subscribe((event) => heard.push(event));
  Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
  try {
    expect(environment.isVisible()).toBe(false);
    expect(environment.requestPaint).toBeUndefined();
    document.dispatchEvent(new Event('visibilitychange'));
    expect(heard).toEqual(['hidden']);
  } finally {
    stop();
    Reflect.deleteProperty(document, 'visibilityState');
  }
  expect(environment.isVisible()).toBe(true);
});
