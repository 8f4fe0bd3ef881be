import type {
  CloseFacts,
  CloseVerdict,
  Connection,
  ConnectionTiming,
} from '../../packages/hooks/src/connection/connection.ts';
import { createCredentialReader } from '../../packages/hooks/src/connection/credentials.ts';
import { createRuntime } from '../../packages/hooks/src/connection/default-runtime.ts';
import type { HeartbeatOptions } from '../../packages/hooks/src/connection/heartbeat.ts';
import { createPacer } from '../../packages/hooks/src/connection/pacer.ts';
import { socketTransport } from '../../packages/hooks/src/connection/socket-transport.ts';
import { createSurroundings, FRAMES_PER_SECOND, type World } from './world.ts';

/** What one connection of the model is made with. */
export interface ConnectionPlan {
  readonly seed: number;
  readonly ready: ConnectionTiming['ready'];
  readonly stableOnFrame: boolean;
  readonly refreshable: boolean;
  readonly mayRedialOnWake: boolean;
  readonly heartbeat: HeartbeatOptions | undefined;
}

export interface ConnectionWorld extends World {
  readonly plan: ConnectionPlan;
  readonly connection: Connection;
  /** Frames that the owner was told of. */
  readonly heard: readonly string[];
  readonly closes: readonly { readonly facts: CloseFacts; readonly verdict: CloseVerdict }[];
}

export const STABLE_MS = 10_000;

/** What the codes of this model's server mean. */
export const VERDICTS: Readonly<Record<number, CloseVerdict>> = {
  1008: 'auth',
  1009: 'poison',
  1013: { retryAfterMs: 40_000 },
  4000: 'stop',
};

export const READY = 'ready';
export const DENIED = 'denied';

/** The library's own connection over the scripted network. */
export function createConnectionWorld(plan: ConnectionPlan): ConnectionWorld {
  const around = createSurroundings(plan.seed);
  const { clock, network, desk } = around;
  const heard: string[] = [];
  const closes: { readonly facts: CloseFacts; readonly verdict: CloseVerdict }[] = [];
  let asked = 0;

  class AskedSocket extends network.WebSocket {
    constructor(url: string) {
      super(url);
      if (new URL(url).searchParams.get('ask') !== String(asked)) {
        around.wrongs.push('I15: dialed where an attempt that was given up had been sent');
      }
    }
  }

  const runtime = createRuntime({
    WebSocket: AskedSocket,
    clock,
    random: around.random,
    logger: (...line) => sweep(line),
  });
  const reader = createCredentialReader<{ key: string }>(clock);

  function sweep(told: unknown): void {
    const text = JSON.stringify(told);
    if (text.includes('canary')) {
      around.wrongs.push(`I13: ${text}`);
    }
  }

  const connection = socketTransport.open({
    async target({ refresh }) {
      asked += 1;
      const ask = asked;
      const { key = '' } = await reader.read({ key: desk.ask }, refresh);
      return { kind: 'socket', url: `wss://server.test/?ask=${ask}&key=${key}` };
    },
    classify: ({ code, origin }) => (origin === 'server' ? (VERDICTS[code] ?? 'retry') : 'retry'),
    runtime,
    handlers: {
      onStatus(status) {
        const isWaiting = status.status === 'reconnecting';
        const last = closes.at(-1);
        around.show(
          {
            status: status.status,
            attempt: 'attempt' in status ? status.attempt : undefined,
            waitMs: isWaiting ? status.retryAtMs - clock.now() : undefined,
            isAdvised:
              isWaiting && status.reason.facts === last?.facts && typeof last?.verdict === 'object',
          },
          status,
        );
      },
      onFrame(frame) {
        const text = frame.kind === 'text' ? frame.text : frame.kind;
        heard.push(text);
        if (text === READY) {
          connection.markReady();
        } else if (text === DENIED) {
          connection.fail('auth');
        }
      },
      onClose(facts, verdict) {
        sweep(facts);
        closes.push({ facts, verdict });
      },
      onAnswerStart() {},
      onWriteEnd() {},
      onReadyAssumed() {},
    },
    refreshable: () => plan.refreshable,
    pacer: createPacer({ frames: FRAMES_PER_SECOND, perMs: 1000 }, clock),
    timing: {
      connectMs: 10_000,
      ready: plan.ready,
      stableMs: STABLE_MS,
      stableOnFrame: plan.stableOnFrame,
    },
    reconnect: true,
    heartbeat: plan.heartbeat,
    mayRedialOnWake: () => plan.mayRedialOnWake,
  });

  return Object.assign(around, {
    plan,
    connection,
    heard,
    closes,
    connect: () => connection.connect(),
    close: () => connection.close(),
    redial: () => connection.redial(),
    dispose: () => connection.dispose(),
  });
}
