import type { WebSocketLike } from '@parley/hooks';

const CONNECTING = 0;
const CLOSED = 3;

type Handler = ((event: never) => void) | null;

const LOSS = { code: 1006, reason: '', wasClean: false };

/** A socket that can be lost as a dead network loses one: no close frame, and nothing is heard any more. */
export class SwitchedSocket implements WebSocketLike {
  onopen: Handler = null;
  onmessage: Handler = null;
  onclose: Handler = null;
  onerror: Handler = null;
  readonly #inner: WebSocketLike | undefined;
  readonly #open: Set<SwitchedSocket>;
  #isLost = false;

  /** Without `inner` nothing is reached: it is lost before it opens. `open` is where it is listed meanwhile. */
  constructor(inner: WebSocketLike | undefined, open: Set<SwitchedSocket>) {
    this.#inner = inner;
    this.#open = open;
    open.add(this);
    if (inner) {
      this.#follow(inner);
    } else {
      // A dial never fails inside the call that makes it.
      setTimeout(() => this.lose(), 0);
    }
  }

  get readyState(): number {
    return this.#isLost ? CLOSED : (this.#inner?.readyState ?? CONNECTING);
  }

  get bufferedAmount(): number {
    return this.#inner?.bufferedAmount ?? 0;
  }

  get binaryType(): string | undefined {
    return this.#inner?.binaryType;
  }

  set binaryType(type: string | undefined) {
    if (this.#inner) {
      this.#inner.binaryType = type;
    }
  }

  send(data: string): void {
    if (!this.#isLost) {
      this.#inner?.send(data);
    }
  }

  close(code?: number, reason?: string): void {
    if (this.#inner) {
      this.#inner.close(code, reason);
    } else {
      this.lose();
    }
  }

  lose(): void {
    if (this.#isLost) {
      return;
    }
    this.#leave();
    if (this.#inner) {
      this.#inner.onopen = null;
      this.#inner.onmessage = null;
      this.#inner.onclose = null;
      this.#inner.close();
    }
    call(this.onerror, LOSS);
    call(this.onclose, LOSS);
  }

  #follow(inner: WebSocketLike): void {
    inner.onopen = (event: unknown) => call(this.onopen, event);
    inner.onmessage = (event: unknown) => call(this.onmessage, event);
    inner.onerror = (event: unknown) => call(this.onerror, event);
    inner.onclose = (event: unknown) => {
      this.#leave();
      call(this.onclose, event);
    };
  }

  #leave(): void {
    this.#isLost = true;
    this.#open.delete(this);
  }
}

/** The interface leaves a handler's event to whoever sets it: each gets the event of its own name. */
function call(handler: Handler, event: unknown): void {
  handler?.(event as never);
}
