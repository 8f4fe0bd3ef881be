/** A way for a server to close a socket, and what it means to whoever sees it. */
export interface CloseCode {
  readonly code: number;
  readonly label: string;
}

/** The codes worth trying: what each platform makes of them differs. */
export const CLOSE_CODES: readonly CloseCode[] = [
  { code: 1000, label: '1000: the conversation ends, in good order' },
  { code: 1001, label: '1001: the server goes away' },
  { code: 1008, label: '1008: against the rules' },
  { code: 1009, label: '1009: a message was too big' },
  { code: 1011, label: '1011: the server failed' },
  { code: 1012, label: '1012: the server restarts' },
  { code: 1013, label: '1013: try again later' },
  { code: 4001, label: '4001: the sign-in has expired (AUI)' },
  { code: 4002, label: '4002: no such task (AUI)' },
];
