// Controls, zero-width characters, and the marks that turn the direction of what follows: in a name they can only
// deceive, as in an "invoice" whose ending was turned round.
const DECEIVING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A name as it can be trusted to look: of a file, a person, a host. */
export function plainName(name: string): string {
  return name.replace(DECEIVING, '').trim();
}
