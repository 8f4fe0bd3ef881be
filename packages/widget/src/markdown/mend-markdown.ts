/**
 * The last block of a text that is still being written, completed so that it looks as it will when it is whole:
 * open emphasis and code are closed, half a link shows its label, marks that have nothing after them wait.
 */
export function mendMarkdown(block: string): string {
  const fence = /^ {0,3}(`{3,}|~{3,})/.exec(block)?.[1];
  if (fence) {
    return mendFence(block, fence);
  }
  const body = dropBareMark(block);
  return body.startsWith('|') ? mendTable(body) : mendInline(body);
}

/** A closing fence comes mark by mark; until it is whole it is not code. */
function mendFence(block: string, fence: string): string {
  const start = block.lastIndexOf('\n');
  const line = block.slice(start + 1).trim();
  const isHalf = start > 0 && line.length < fence.length && fence.startsWith(line);
  return isHalf ? block.slice(0, start) : block;
}

// `-` under a text makes it a heading, and becomes a list item a moment later; the same with a number or a hash.
const BARE_MARK = /(^|\n)[ \t]*(?:[-+*=]+|\d{1,9}[.)]?|#{1,6}|>)[ \t]*$/;

function dropBareMark(block: string): string {
  return block.replace(BARE_MARK, '');
}

/** Its first row is a table only once the row of dashes is there. */
function mendTable(block: string): string {
  const lines = block.split('\n');
  const [header = '', dashes = ''] = lines;
  if (lines.length === 1) {
    return '';
  }
  const columns = header.replace(/\|\s*$/, '').split('|').length - 1;
  if (lines.length === 2 && /^[\s|:-]*$/.test(dashes)) {
    return `${header}\n|${'---|'.repeat(Math.max(columns, 1))}`;
  }
  const last = lines.at(-1) ?? '';
  return /^\|[^|]*$/.test(last) && lines.length > 2 ? `${block} |` : block;
}

interface OpenMark {
  readonly mark: string;
  readonly at: number;
}

const MARK = /\\[^]|`+|[[\]]|\*{1,3}|_{1,3}|~~/g;

/** Reads one block's marks from the start and closes what is open at the end. */
function mendInline(block: string): string {
  const open: OpenMark[] = [];
  const brackets: number[] = [];
  const marks = new RegExp(MARK);
  for (let found = marks.exec(block); found; found = marks.exec(block)) {
    const [mark] = found;
    const at = found.index;
    if (mark.startsWith('`')) {
      const end = block.indexOf(mark, marks.lastIndex);
      if (end < 0) {
        const code = block.slice(marks.lastIndex).replace(/`+$/, '');
        return close(block.slice(0, at) + (code.trim() && mark + code + mark), open);
      }
      marks.lastIndex = end + mark.length;
    } else if (mark === '[') {
      brackets.push(at);
    } else if (mark === ']') {
      const label = brackets.pop();
      if (label !== undefined && block[at + 1] === '(') {
        const end = block.indexOf(')', at);
        if (end < 0) {
          return close(halfLink(block, label, at), open);
        }
        marks.lastIndex = end;
      }
    } else if (!mark.startsWith('\\')) {
      readMark(block, mark, at, open);
    }
  }
  const bracket = brackets.at(-1);
  return close(bracket === undefined ? block : halfLink(block, bracket, block.length), open);
}

/** A link whose address is not there yet is its label; an image is nothing. */
function halfLink(block: string, bracket: number, end: number): string {
  return block[bracket - 1] === '!'
    ? block.slice(0, bracket - 1)
    : block.slice(0, bracket) + block.slice(bracket + 1, end);
}

function readMark(block: string, mark: string, at: number, open: OpenMark[]): void {
  const before = block[at - 1] ?? ' ';
  const after = block[at + mark.length] ?? '';
  if (open.at(-1)?.mark === mark && /\S/.test(before)) {
    open.pop();
  } else if (mark.startsWith('_') ? /\S/.test(after) && /\W/.test(before) : !/\s/.test(after)) {
    open.push({ mark, at });
  }
}

/** Closes what is open, the innermost first. A mark with nothing after it is dropped. */
function close(text: string, open: readonly OpenMark[]): string {
  let body = text;
  let closing = '';
  for (const { mark, at } of open.toReversed()) {
    if (body.slice(at + mark.length).trim()) {
      closing += mark;
    } else {
      body = body.slice(0, at);
    }
  }
  const end = body.trimEnd();
  return closing ? end.replace(/[*_~]$/, '') + closing : body;
}
