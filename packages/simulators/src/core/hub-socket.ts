import { garble, type Faults } from './faults.ts';
import type { Lane } from './lane.ts';
import type { Drop, Platform, SocketPeer, SocketSession } from './platform.ts';

/** The bytes' side of one socket, given by a host once the handshake is through. */
export interface Wire {
  send(data: string): void;
  close(code: number, reason: string): void;
  terminate(): void;
  /** Stops or resumes reading, so that not even a ping or a close frame is answered. */
  pause(isPaused: boolean): void;
}

/** What a hub socket needs from its hub. */
export interface HubSocketParts {
  readonly number: number;
  readonly platform: Platform;
  readonly lane: Lane;
  readonly random: () => number;
  readonly faults: () => Faults;
  readonly change: (change: Partial<Faults>) => void;
  readonly record: (data: string | Uint8Array) => void;
}

/** One socket between a host's wire and the platform's session, with the faults in between. */
export class HubSocket {
  readonly #parts: HubSocketParts;
  #session: SocketSession | undefined;
  #wire: Wire | undefined;
  #early: ((wire: Wire) => void)[] = [];
  #stalled: (() => void)[] = [];
  #ended = false;
  #sent = 0;
  #taken = 0;

  constructor(parts: HubSocketParts) {
    this.#parts = parts;
  }

  get ended(): boolean {
    return this.#ended;
  }

  get number(): number {
    return this.#parts.number;
  }

  /** What the platform holds. It may speak before the handshake is through: that is kept. */
  readonly peer: SocketPeer = {
    send: (frame) => this.#send(frame),
    close: (code = 1000, reason = '') => this.#later((wire) => wire.close(code, reason)),
    terminate: () => this.#later((wire) => wire.terminate()),
  };

  attach(wire: Wire, session: SocketSession | undefined): void {
    this.#wire = wire;
    this.#session = session;
    const early = this.#early;
    this.#early = [];
    for (const run of early) this.#later(run);
    if (this.#parts.faults().hang) wire.pause(true);
  }

  /** Begins or ends the silence of `hang`. */
  stall(isStalled: boolean): void {
    if (this.#ended) return;
    this.#wire?.pause(isStalled);
    if (isStalled) return;
    const stalled = this.#stalled;
    this.#stalled = [];
    for (const run of stalled) run();
  }

  receive(data: string | Uint8Array): void {
    const faults = this.#parts.faults();
    if (this.#ended) return;
    if (faults.hang) return void this.#stalled.push(() => this.receive(data));
    this.#taken += 1;
    if (faults.swallow > 0) return this.#parts.change({ swallow: faults.swallow - 1 });
    this.#parts.record(data);
    if (faults.dropAfterReceived !== null && this.#taken >= faults.dropAfterReceived) {
      return this.#wire?.terminate();
    }
    this.#session?.receive(data);
  }

  closed(code: number, reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#parts.lane.clear();
    this.#session?.closed(code, reason);
  }

  push(frame: object | string): void {
    if (!this.#ended) this.#session?.push(frame);
  }

  drop(how: Drop): void {
    if (this.#ended) return;
    if (how === 'terminate') this.#wire?.terminate();
    else this.#wire?.close(how.code, how.reason ?? '');
  }

  #later(run: (wire: Wire) => void): void {
    const wire = this.#wire;
    if (this.#ended) return;
    if (wire === undefined) this.#early.push(run);
    else this.#parts.lane.add(() => this.#emit(wire, run), this.#parts.faults().delayMs);
  }

  #emit(wire: Wire, run: (wire: Wire) => void): void {
    if (this.#ended) return;
    if (this.#parts.faults().hang) this.#stalled.push(() => this.#emit(wire, run));
    else run(wire);
  }

  #send(frame: object | string): void {
    const { change, faults, platform, random } = this.#parts;
    if (faults().loseAcknowledgements > 0 && platform.isAcknowledgement?.(frame) === true) {
      return change({ loseAcknowledgements: faults().loseAcknowledgements - 1 });
    }
    const data = typeof frame === 'string' ? frame : JSON.stringify(frame);
    this.#later((wire) => {
      const { dropAfterFrames, garbleNext, garbleRate } = faults();
      const damaged = garbleNext > 0 || random() < garbleRate;
      if (garbleNext > 0) change({ garbleNext: garbleNext - 1 });
      if (dropAfterFrames !== 0) wire.send(damaged ? garble(data) : data);
      this.#sent += 1;
      if (dropAfterFrames !== null && this.#sent >= dropAfterFrames) wire.terminate();
    });
  }
}
