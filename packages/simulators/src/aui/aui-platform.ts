import { systemClock } from '../core/clock.ts';
import { createIds } from '../core/ids.ts';
import { toPace, type Pace } from '../core/pace.ts';
import type {
  Clock,
  HttpRequest,
  HttpResponse,
  Platform,
  SocketPeer,
  SocketRefusal,
  SocketRequest,
  SocketSession,
} from '../core/platform.ts';
import { auiError } from './aui-frames.ts';
import { completeOptions, type AuiOptions, type AuiSettings } from './aui-options.ts';
import { answerRest } from './rest.ts';
import { AuiSocketSession } from './socket-session.ts';
import { AuiTasks } from './tasks.ts';

/** The vendor's gateway puts this before every path. */
const BASE = '/api/ia-controller';
const SESSION = '/api/v1/external/session';

/** The AUI platform: its tasks, its socket, its REST API. Free of Node. */
export class AuiPlatform implements Platform {
  readonly socketPath: string = `${BASE}${SESSION}`;
  readonly restPath: string = BASE;
  readonly #settings: AuiSettings;
  readonly #clock: Clock;
  readonly #pace: Pace;
  readonly #tasks: AuiTasks;
  readonly #sessions = new Set<AuiSocketSession>();

  constructor(options: AuiOptions = {}) {
    this.#settings = completeOptions(options);
    this.#clock = options.clock ?? systemClock;
    this.#pace = toPace(options);
    this.#tasks = new AuiTasks(this.#clock, createIds(options.random));
    for (const id of this.#settings.taskIds) this.#tasks.create('user123', id);
  }

  accept({ faults, headers, url }: SocketRequest, peer: SocketPeer): SocketSession | SocketRefusal {
    if (!url.pathname.endsWith(SESSION)) return { refuse: 404 };
    const key = url.searchParams.get('network_api_key') ?? headers['x-network-api-key'];
    if (faults().authError || !this.#isKey(key)) return this.#turnAway(peer);
    const session = new AuiSocketSession({
      peer,
      faults,
      tasks: this.#tasks,
      settings: this.#settings,
      pace: this.#pace,
      clock: this.#clock,
    });
    this.#sessions.add(session);
    return {
      receive: (data) => session.receive(data),
      push: (frame) => session.push(frame),
      closed: () => {
        this.#sessions.delete(session);
        session.closed();
      },
    };
  }

  handle(request: HttpRequest): HttpResponse | Promise<HttpResponse> {
    const isKey = (key: string): boolean => !request.faults().authError && this.#isKey(key);
    const kept = { tasks: this.#tasks, settings: this.#settings };
    return answerRest({ ...kept, pace: this.#pace, clock: this.#clock, isKey }, request);
  }

  dispose(): void {
    for (const session of this.#sessions) session.dispose();
  }

  #isKey(key: string | undefined): boolean {
    return key !== undefined && this.#settings.keys.includes(key);
  }

  #turnAway(peer: SocketPeer): SocketSession {
    if (this.#settings.authFrame) peer.send(auiError(401, 'Invalid API key'));
    peer.close(1008, '');
    return { receive: () => undefined, closed: () => undefined, push: (frame) => peer.send(frame) };
  }
}
