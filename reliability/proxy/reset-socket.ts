import type { Socket } from 'node:net';

/**
 * Ends a connection by a reset. One whose own end is on its way cannot be reset: libuv says EINVAL, and Node then
 * forgets the open handle. One that is only being made would be reset when it is there, by which time its end may be
 * on its way. Of both the other side sees that they are gone.
 */
export function resetSocket(socket: Socket): void {
  const isEnding = socket.writableEnded && !socket.writableFinished;
  if (isEnding || socket.connecting) socket.destroy();
  else socket.resetAndDestroy();
}
