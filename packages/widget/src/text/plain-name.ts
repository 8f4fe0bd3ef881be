// C0 and C1 controls, zero-width characters, and the marks that turn the direction of what follows: in a name
// they can only deceive ("invoice\u202Efdp.exe").
// oxlint-disable-next-line no-control-regex
const DECEIVING =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A name as it can be trusted to look: of a file, a person, a host. */
export function plainName(name: string): string {
  return name.replace(DECEIVING, '').trim();
}
