import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { describe, expect, it } from 'vitest';

import { ROOT } from '../scripts/bootstrap.mjs';

/** What tools wrote is nobody's page: copies of the tree among it have no neighbours. */
const SKIPPED: ReadonlySet<string> = new Set([
  '.git',
  ...readFileSync(join(ROOT, '.gitignore'), 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('/'))
    .map((line) => line.slice(0, -1)),
]);

const FENCE = /^```[^]*?^```/gm;
const LINK =
  /!?\[(?:[^\]\\]|\\.)*\]\(([^()\s]+)\)|<(?:img|a|source)\b[^>]*?\b(?:src|srcset|href)="([^"]+)"/g;

interface Link {
  /** Where it stands and what it says: `docs/hooks.md → widget.md#looks`. */
  readonly place: string;
  readonly page: string;
  readonly target: string;
}

function pagesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) {
      return [];
    }
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return pagesIn(path);
    }
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

/** A heading's address, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

function anchorsOf(page: string): readonly string[] {
  const text = readFileSync(page, 'utf8').replaceAll(FENCE, '');
  const seen = new Map<string, number>();
  return Array.from(text.matchAll(/^#{1,6} (.+)$/gm), ([, heading = '']) => {
    const anchor = anchorOf(heading);
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}

const pages = pagesIn(ROOT);
const links: readonly Link[] = pages.flatMap((page) => {
  const text = readFileSync(page, 'utf8').replaceAll(FENCE, '');
  const name = relative(ROOT, page).replaceAll('\\', '/');
  return Array.from(text.matchAll(LINK), ([, markdown, html]) => {
    const target = markdown ?? html ?? '';
    return { place: `${name} → ${target}`, page, target };
  });
});
const local = links.filter(({ target }) => !/^[a-z][a-z\d+.-]*:/iu.test(target));

describe('the links in the documents', () => {
  it.each(local)('$place leads somewhere', ({ page, target }) => {
    const [path = '', anchor] = target.split('#', 2);
    const file = path === '' ? page : join(dirname(page), path);

    expect(existsSync(file)).toBe(true);
    if (anchor !== undefined) {
      expect(anchorsOf(file)).toContain(anchor);
    }
  });

  it('leave no page out that is not reached from the README', () => {
    const reached = new Set<string>();
    const visit = (page: string): void => {
      if (reached.has(page)) {
        return;
      }
      reached.add(page);
      for (const { target } of local.filter((link) => link.page === page)) {
        const file = join(dirname(page), target.split('#', 1)[0] ?? '');
        if (file.endsWith('.md') && existsSync(file) && statSync(file).isFile()) {
          visit(file);
        }
      }
    };
    visit(join(ROOT, 'README.md'));

    const docs = pages.filter((page) => relative(ROOT, page).startsWith('docs'));
    expect(docs.filter((page) => !reached.has(page))).toEqual([]);
  });

  it('are not absolute addresses of this repository’s own pages', () => {
    const own = links.filter(({ target }) => /^https?:.*\/(?:blob|tree)\/main\//u.test(target));

    expect(own).toEqual([]);
  });
});
