/** A value, or a function that is asked for it at every dial. */
export type Source<T> = T | (() => T | ExpiringValue<T> | Promise<T | ExpiringValue<T>>);

/** A value that is reused until 30 s before it expires. */
export interface ExpiringValue<T> {
  readonly value: T;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}
