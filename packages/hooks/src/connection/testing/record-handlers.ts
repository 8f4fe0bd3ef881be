import type {
  CloseFacts,
  CloseVerdict,
  ConnectionHandlers,
  ConnectionStatus,
  RawFrame,
  WriteOutcome,
} from '../connection.ts';

type Call =
  | { readonly on: 'status'; readonly status: ConnectionStatus }
  | { readonly on: 'frame'; readonly frame: RawFrame }
  | { readonly on: 'close'; readonly facts: CloseFacts; readonly verdict: CloseVerdict }
  | { readonly on: 'answer-start'; readonly id: string }
  | { readonly on: 'write-end'; readonly id: string; readonly outcome: WriteOutcome }
  | { readonly on: 'ready-assumed' };

export interface HandlerRecord {
  readonly handlers: ConnectionHandlers;
  readonly calls: readonly Call[];
  statuses(): readonly string[];
  frames(): readonly RawFrame[];
  closes(): readonly Extract<Call, { on: 'close' }>[];
  outcomes(): readonly Extract<Call, { on: 'write-end' }>[];
  /** Resolves with what `find` gives first, looked for after every call. */
  until<T>(find: () => T | undefined | false): Promise<T>;
}

/** Handlers that write down what they are told. `also` runs after each note. For tests. */
export function recordHandlers(also: (call: Call) => void = () => {}): HandlerRecord {
  const calls: Call[] = [];
  const waiters = new Set<() => void>();

  function note(call: Call): void {
    calls.push(call);
    also(call);
    for (const look of [...waiters]) {
      look();
    }
  }

  return {
    calls,
    handlers: {
      onStatus: (status) => note({ on: 'status', status }),
      onFrame: (frame) => note({ on: 'frame', frame }),
      onClose: (facts, verdict) => note({ on: 'close', facts, verdict }),
      onAnswerStart: (id) => note({ on: 'answer-start', id }),
      onWriteEnd: (id, outcome) => note({ on: 'write-end', id, outcome }),
      onReadyAssumed: () => note({ on: 'ready-assumed' }),
    },
    statuses: () => calls.flatMap((call) => (call.on === 'status' ? [call.status.status] : [])),
    frames: () => calls.flatMap((call) => (call.on === 'frame' ? [call.frame] : [])),
    closes: () => calls.filter((call) => call.on === 'close'),
    outcomes: () => calls.filter((call) => call.on === 'write-end'),
    until(find) {
      return new Promise((resolve) => {
        const look = (): void => {
          const found = find();
          if (found !== undefined && found !== false) {
            waiters.delete(look);
            resolve(found);
          }
        };
        waiters.add(look);
        look();
      });
    },
  };
}
