/** A frame that arrived, parsed where it is a JSON object. */
export type Frame = Record<string, unknown>;

/** A plain socket client for the tests of the simulators, for either host. */
export interface TestClient {
  readonly socket: WebSocket;
  /** What arrived, as text. */
  readonly texts: string[];
  /** What arrived and is a JSON object. */
  readonly frames: Frame[];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly opened: Promise<void>;
  /** The first frame, past or to come, that fits; rejects when the socket closes without one. */
  until(fits: (frame: Frame) => boolean): Promise<Frame>;
  say(value: unknown): void;
}

type SocketClass = new (url: string) => WebSocket;

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Dials and records. */
export function openClient(Socket: SocketClass, url: string): TestClient {
  const socket = new Socket(url);
  const texts: string[] = [];
  const frames: Frame[] = [];
  const checks = new Set<() => void>();
  let over = false;
  socket.addEventListener('message', ({ data }) => {
    texts.push(String(data));
    const value = parse(String(data));
    // An object that is not an array is a record of unknown values.
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      frames.push(value as Frame);
    for (const check of checks) check();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.addEventListener('close', ({ code, reason }) => {
      over = true;
      resolve({ code, reason });
      for (const check of checks) check();
    });
  });
  // Without a listener `ws` throws; the close that follows is what tests look at.
  socket.addEventListener('error', () => undefined);
  const opened = new Promise<void>((resolve) => {
    socket.addEventListener('open', () => resolve());
  });
  const until: TestClient['until'] = (fits) =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const found = frames.find(fits);
        if (found === undefined && !over) return;
        checks.delete(check);
        if (found === undefined) reject(new Error(`closed after ${texts.join('\n')}`));
        else resolve(found);
      };
      checks.add(check);
      check();
    });
  const say = (value: unknown): void => socket.send(JSON.stringify(value));
  return { socket, texts, frames, closed, opened, until, say };
}
