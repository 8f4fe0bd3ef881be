/** Neighbours in the list: drawn, laid out and skipped as one. */
export interface MessageGroup {
  /** Stable for as long as the group has the same first companion: a React key. */
  readonly key: string;
  readonly ids: readonly string[];
}

/** A token costs at most this many messages a look, and the list a look at each group. */
const GROUP_SIZE = 32;

/**
 * Divides a list into groups. A message stays in the group it is in, and a group that nothing happened to is the
 * same object, so that neither a new message nor the oldest one's going nor an older page moves the others.
 */
export function groupIds(
  groups: readonly MessageGroup[],
  ids: readonly string[],
  size: number = GROUP_SIZE,
): readonly MessageGroup[] {
  const keyOf = new Map(groups.flatMap(({ key, ids: known }) => known.map((id) => [id, key])));
  const before = new Map(groups.map((group) => [group.key, group]));
  const used = new Set<string>();
  const next: { key: string; ids: string[] }[] = [];
  for (const id of ids) {
    const current = next.at(-1);
    const key = keyOf.get(id);
    if (current && (key === undefined ? current.ids.length < size : key === current.key)) {
      current.ids.push(id);
    } else {
      const name = freeName(key ?? id, id, used);
      used.add(name);
      next.push({ key: name, ids: [id] });
    }
  }
  return next.map((group) => {
    const same = before.get(group.key);
    return same && isSameOrder(same.ids, group.ids) ? same : group;
  });
}

/** A group that was torn apart goes on under another name. */
function freeName(name: string, id: string, used: ReadonlySet<string>): string {
  return used.has(name) ? freeName(`${id} ${name}`, id, used) : name;
}

function isSameOrder(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, position) => id === other[position]);
}
