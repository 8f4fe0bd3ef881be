import { createPiece } from './piece.ts';

/** Undefined stands for a line that was too long to keep. */
export type Line = string | undefined;

export interface LineSplitter {
  push(text: string): readonly Line[];
  /** The line that no line end has closed; an empty list when there is none. */
  end(): readonly Line[];
  work(): number;
}

/** `lf` ends lines at LF only; `any` at CR, LF and CRLF, as event streams do. */
export function createLineSplitter(ends: 'lf' | 'any'): LineSplitter {
  const piece = createPiece();
  const pattern = ends === 'lf' ? /\n/g : /[\r\n]/g;
  let afterCr = false;
  let work = 0;

  function close(): Line {
    const tooLong = piece.isTooLong();
    work += piece.length();
    const line = piece.take();
    return tooLong ? undefined : line;
  }

  function push(text: string): readonly Line[] {
    const lines: Line[] = [];
    let start = 0;
    work += text.length;
    for (const { 0: mark, index } of text.matchAll(pattern)) {
      const completesCrlf = afterCr && mark === '\n' && index === start;
      if (!completesCrlf) {
        piece.add(text.slice(start, index));
        lines.push(close());
      }
      start = index + 1;
      afterCr = mark === '\r';
    }
    if (start < text.length) {
      piece.add(text.slice(start));
      afterCr = false;
    }
    return lines;
  }

  return {
    push,
    end: () => (piece.length() > 0 ? [close()] : []),
    work: () => work,
  };
}
