import type { PaceOptions } from '../core/pace.ts';
import type { Clock } from '../core/platform.ts';
import type { AuiShapes } from './aui-frames.ts';

/** Settings of the AUI simulator. */
export interface AuiOptions extends PaceOptions {
  readonly clock?: Clock | undefined;
  /** Numbers in [0, 1) that ids are made from. @default Math.random */
  readonly random?: (() => number) | undefined;
  /** Accepted network API keys. @default the key of the vendor's samples */
  readonly keys?: readonly string[] | undefined;
  /** Tasks that exist from the start. @default the id of the vendor's samples */
  readonly taskIds?: readonly string[] | undefined;
  /** Which faces of the protocol are shown; words in a text can ask for others. */
  readonly shapes?: Partial<AuiShapes> | undefined;
  /** Sends a 401 frame before the close that answers a bad key. @default true */
  readonly authFrame?: boolean | undefined;
  /** Messages per second on one socket; beyond it a 429 frame and 4003. @default 10 */
  readonly perSecond?: number | undefined;
}

type Defaulted = 'keys' | 'taskIds' | 'authFrame' | 'perSecond';

/** The options with everything filled in that has a default. */
export type AuiSettings = Omit<AuiOptions, Defaulted | 'shapes'> & {
  readonly [Name in Defaulted]: NonNullable<AuiOptions[Name]>;
} & { readonly shapes: AuiShapes };

const DEFAULT_SHAPES: AuiShapes = {
  update: 'event',
  text: 'cumulative',
  final: 'bare',
  dates: 'space',
  products: 'options',
};

/** Fills in the defaults. */
export function completeOptions(options: AuiOptions): AuiSettings {
  return {
    ...options,
    keys: options.keys ?? ['your-api-key'],
    taskIds: options.taskIds ?? ['68e78d0dc5a4b19a030d03d6'],
    authFrame: options.authFrame ?? true,
    perSecond: options.perSecond ?? 10,
    shapes: { ...DEFAULT_SHAPES, ...options.shapes },
  };
}
