import type { Socket } from 'node:net';

/**
 * Ends a connection by a reset. One whose own end is on its way cannot be reset (libuv says EINVAL, and Node
 * then forgets the open handle): its other side sees it gone all the same.
 */
export function resetSocket(socket: Socket): void {
  const isEnding = socket.writableEnded && !socket.writableFinished;
  if (isEnding) socket.destroy();
  else socket.resetAndDestroy();
}
