import type { EnvironmentEvent, WebSocketLike } from '@parley/hooks/vanilla';
import { createBrowserLexicon } from '@parley/simulators/browser';
import { describe, expect, it } from 'vitest';

import { createNetwork } from './network.ts';

const QUERY = '?api_key=your-api-key&user_id=user123&chat_id=chat-uuid';

function open() {
  const outside = new Set<(event: EnvironmentEvent) => void>();
  const network = createNetwork({
    isOnline: () => true,
    isVisible: () => true,
    subscribe(listener) {
      outside.add(listener);
      return () => outside.delete(listener);
    },
  });
  const simulator = createBrowserLexicon({ tokenDelayMs: 0 });
  const doors = network.guard(simulator);
  const dial = (): WebSocketLike => new doors.WebSocket(simulator.url + QUERY);
  return { network, simulator, doors, dial, outside };
}

const opened = (socket: WebSocketLike) =>
  new Promise<void>((resolve) => {
    socket.onopen = () => resolve();
  });

const closed = (socket: WebSocketLike) =>
  new Promise<{ readonly code: number }>((resolve) => {
    socket.onclose = (event: { readonly code: number }) => resolve(event);
  });

const spoken = (socket: WebSocketLike) =>
  new Promise<string>((resolve) => {
    socket.onmessage = (event: { readonly data: string }) => resolve(event.data);
  });

describe('createNetwork', () => {
  it('carries a socket both ways while it is on', async () => {
    const { dial, simulator } = open();
    const socket = dial();
    const first = spoken(socket);
    await opened(socket);
    expect(await first).toContain('connection_established');
    socket.send(JSON.stringify({ content: 'plans' }));
    expect(await spoken(socket)).toContain('message_received');
    expect(simulator.received).toHaveLength(1);
  });

  it('loses open sockets with 1006 and counts them', async () => {
    const { dial, network } = open();
    const socket = dial();
    await opened(socket);
    const lost = closed(socket);
    expect(network.drop()).toBe(1);
    expect((await lost).code).toBe(1006);
    expect(socket.readyState).toBe(3);
    expect(network.drop()).toBe(0);
  });

  it('hears nothing more from a socket that was lost', async () => {
    const { dial, network, simulator } = open();
    const socket = dial();
    await opened(socket);
    const heard: string[] = [];
    socket.onmessage = (event: { readonly data: string }) => heard.push(event.data);
    network.drop();
    simulator.push({ event_type: 'ping' });
    // What was said to the lost one would have come before this.
    await spoken(dial());
    expect(heard).toEqual([]);
  });

  it('reaches nothing while it is off, and everything afterwards', async () => {
    const { dial, doors, network, simulator } = open();
    network.setOffline(true);
    expect((await closed(dial())).code).toBe(1006);
    await expect(doors.fetch(`${simulator.restUrl}/api/v1/chats/`)).rejects.toThrow(TypeError);
    expect(simulator.received).toEqual([]);
    network.setOffline(false);
    await opened(dial());
    expect((await doors.fetch(`${simulator.restUrl}/api/v1/chats/`)).status).toBe(401);
  });

  it('ends a request that is under way when the plug is pulled', async () => {
    const { doors, network, simulator } = open();
    simulator.setFaults({ hang: true });
    const asked = doors.fetch(`${simulator.restUrl}/api/v1/chats/`);
    network.setOffline(true);
    await expect(asked).rejects.toThrow(TypeError);
  });

  it('still ends a request for the one who asked', async () => {
    const { doors, simulator } = open();
    simulator.setFaults({ hang: true });
    const controller = new AbortController();
    const { signal } = controller;
    const asked = doors.fetch(`${simulator.restUrl}/api/v1/chats/`, { signal });
    controller.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('tells of its own switch and of the browser’s', () => {
    const { network, outside } = open();
    const told: EnvironmentEvent[] = [];
    const stop = network.environment.subscribe((event) => told.push(event));
    network.setOffline(true);
    network.setOffline(true);
    expect(network.environment.isOnline()).toBe(false);
    network.setOffline(false);
    for (const tell of outside) {
      tell('hidden');
    }
    stop();
    network.setOffline(true);
    expect(told).toEqual(['offline', 'online', 'hidden']);
    expect(outside.size).toBe(0);
  });
});
