import { createRateWindow } from '../core/rate-window.ts';
import type { SocketPeer, SocketRefusal, SocketRequest, SocketSession } from '../core/platform.ts';
import type { Listener } from './audience.ts';
import type { Door, Engine, Turn } from './engine.ts';
import { isAuthorized, readChannel } from './keys.ts';
import { readJson, readRequest } from './request.ts';
import { watchLimits } from './socket-limits.ts';

const SILENT: SocketSession = {
  receive: () => undefined,
  closed: () => undefined,
  push: () => undefined,
};

/** The address of the HTTP side of the server that was dialed. */
const originOf = (url: URL): string => `${url.protocol.replace('ws', 'http')}//${url.host}`;

/**
 * Opens one socket. Documented: the query, the first frame, that closing ends the session.
 * Assumed: a wrong key is a close with 1008, and a bad frame is answered with the error frame of a
 * cloud gateway, `{message, connectionId, requestId}`.
 */
export function acceptSocket(
  engine: Engine,
  request: SocketRequest,
  peer: SocketPeer,
): SocketSession | SocketRefusal {
  const query = request.url.searchParams;
  const deploymentKey = query.get('deploymentKey') ?? '';
  const tagged = query.get('channelKey') ?? '';
  const languageCode = query.get('languageCode') ?? undefined;
  // The tag on the key is what the vendor documents, so it decides where both are given.
  const channel =
    readChannel(tagged) ??
    (languageCode === undefined || tagged === ''
      ? undefined
      : { channelKey: tagged, languageCode });
  if (deploymentKey === '' || channel === undefined) return { refuse: 400 };
  const apiKey = query.get('apiKey') ?? '';
  const keys = { deploymentKey, channelKey: channel.channelKey, apiKey };
  if (request.faults().authError || !isAuthorized(engine.settings.credentials, keys)) {
    peer.close(1008, 'Unauthorized');
    return SILENT;
  }
  const door = { languageCode: channel.languageCode, origin: originOf(request.url) };
  const conversationId = query.get('conversationId') ?? '';
  return openSession(engine, request, peer, door, conversationId);
}

interface Line {
  readonly engine: Engine;
  readonly peer: SocketPeer;
  readonly door: Door;
  readonly isOpen: () => boolean;
  readonly complain: (message: string) => void;
}

/** Sends what a turn decided. */
function perform({ engine, peer, door, isOpen, complain }: Line, turn: Turn): void {
  const { draft, response } = turn;
  if (!isOpen()) return;
  if (draft.mishap === 'server-error') return complain('Internal server error');
  if (draft.mishap === 'crash') return peer.close(1011, 'Internal server error');
  if (draft.mishap === 'cut') return peer.terminate();
  if (draft.silent !== true) peer.send(response);
  if (draft.mishap === 'goodbye') return peer.close(1000, 'Goodbye');
  engine.follow(turn, door);
}

/** Sends it after its pause; at once when there is none, so that answers keep their order. */
function schedule(line: Line, turn: Turn): void {
  const { clock, settings } = line.engine;
  const pauseMs = settings.latencyMs * (turn.draft.pause ?? 1);
  if (pauseMs <= 0) perform(line, turn);
  else clock.setTimeout(() => perform(line, turn), pauseMs);
}

/** The conversations one socket takes part in: the one it asked for, and any it was moved to. */
function createSeat(engine: Engine, peer: SocketPeer, wanted: string): Seat {
  const listener: Listener = { hear: (response) => peer.send(response) };
  const joined = new Set<string>();
  const join = (id: string): string => {
    if (!joined.has(id)) engine.join(id, listener);
    joined.add(id);
    return id;
  };
  const first = engine.conversations.open(wanted === '' ? undefined : wanted, undefined);
  let current = join(first.id);
  return {
    current: () => current,
    move: (id) => {
      current = join(id);
    },
    leave: () => {
      for (const id of joined) engine.leave(id, listener);
    },
  };
}

interface Seat {
  current(): string;
  move(conversationId: string): void;
  leave(): void;
}

function openSession(
  engine: Engine,
  request: SocketRequest,
  peer: SocketPeer,
  door: Door,
  wanted: string,
): SocketSession {
  const { clock, ids, settings } = engine;
  const connectionId = ids.hex(16);
  const rate = createRateWindow(clock.now);
  const seat = createSeat(engine, peer, wanted);
  const limits = watchLimits(clock, settings.limits, (code, reason) => peer.close(code, reason));
  let open = true;
  const complain = (message: string): void =>
    peer.send({ message, connectionId, requestId: ids.hex(12) });
  const line: Line = { engine, peer, door, isOpen: () => open, complain };

  const take = (text: string): void => {
    const body = readJson(text);
    const read = body.ok ? readRequest(body.value, door.languageCode) : body;
    if (!read.ok) return complain(`Invalid request body: ${read.problem}`);
    const conversationId = read.value.conversationId ?? seat.current();
    const turn = engine.take({ ...read.value, conversationId }, door);
    seat.move(turn.conversationId);
    schedule(line, turn);
  };

  if (settings.acknowledge) peer.send({ conversationId: seat.current() });
  return {
    receive: (data) => {
      const { rateLimit } = request.faults();
      if (!limits.allow(data)) return;
      if (rateLimit !== null && !rate.take(rateLimit.perSecond)) {
        complain('Too Many Requests');
        if (rateLimit.closeCode !== undefined) peer.close(rateLimit.closeCode, 'rate limit');
      } else if (typeof data === 'string') take(data);
      else complain('Invalid request body: binary frames are not supported');
    },
    closed: () => {
      open = false;
      limits.stop();
      seat.leave();
    },
    push: (frame) => peer.send(frame),
  };
}
