import { type HttpResponse, serve, type Simulator } from '@parley/simulators';

/** What an HTTP server answers, byte by byte. */
export interface WrittenAnswer {
  /** @default 200 */
  readonly status?: number | undefined;
  /** The `Content-Type`. @default none */
  readonly type?: string | undefined;
  readonly body: string | Uint8Array;
}

/** What is known of a turn when its answer is written. */
export interface AskedTurn {
  readonly text: string;
  readonly conversationId: string;
  /** The client reads streams. */
  readonly streams: boolean;
}

function readTurn(body: Uint8Array): AskedTurn {
  // Clients under test send what the protocol asks for; anything else fails the test that sees it.
  const turn = JSON.parse(new TextDecoder().decode(body)) as {
    readonly conversationId: string;
    readonly stream?: boolean;
    readonly request: { readonly unstructured: { readonly text: string } };
  };
  const { conversationId, stream = false, request } = turn;
  return { conversationId, streams: stream, text: request.unstructured.text };
}

/** NLX over HTTP, with answers that a test writes by hand. */
export function startAnswerServer(write: (turn: AskedTurn) => WrittenAnswer): Promise<Simulator> {
  return serve({
    accept: () => ({ refuse: 404 }),
    handle(request): HttpResponse {
      const { body, status = 200, type } = write(readTurn(request.body));
      return { status, headers: type === undefined ? {} : { 'content-type': type }, body };
    },
  });
}
