import { createHook } from 'node:async_hooks';

const births = new Map<number, string>();

/** Remembers where every TCP handle of this process is made, for as long as it is there. */
export function watchSocketBirths(): void {
  createHook({
    init(id, type) {
      if (type === 'TCPWRAP' || type === 'TCPSERVERWRAP') {
        births.set(id, new Error(type).stack?.split('\n').slice(2).join('\n') ?? type);
      }
    },
    destroy: (id) => void births.delete(id),
  }).enable();
}

/** Where those were made that are still there. */
export const socketBirths = (): string => [...births.values()].join('\n\n');
