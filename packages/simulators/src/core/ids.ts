/** Makes the identifiers a platform hands out. */
export interface Ids {
  uuid(): string;
  /** Lower-case hexadecimal of the given length. */
  hex(length: number): string;
}

/**
 * Identifiers from a source of numbers in [0, 1), so that a test can make them repeat.
 * `crypto.randomUUID` is not used: a static page served over plain HTTP does not have it.
 */
export function createIds(random: () => number = Math.random): Ids {
  const digit = (): string => Math.floor(random() * 16).toString(16);
  const hex = (length: number): string => Array.from({ length }, digit).join('');
  return {
    hex,
    uuid: () => {
      const variant = (8 + Math.floor(random() * 4)).toString(16);
      return `${hex(8)}-${hex(4)}-4${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
    },
  };
}
