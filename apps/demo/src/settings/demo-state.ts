import type { Address } from '../places/addresses.ts';
import { initialValues, type PlatformId, type Values } from '../platforms/platform.ts';
import { platformOf } from '../platforms/platforms.ts';

/** Who answers: a simulator (a local server's, else the page's), the page's by choice, or the real platform. */
export type Target = 'simulator' | 'page' | 'real';

/** What a person has chosen. Nothing of it is stored anywhere. */
export interface DemoState {
  readonly platform: PlatformId;
  readonly target: Target;
  /** What was applied, by platform and target: going back finds it again. */
  readonly applied: Readonly<Record<string, Values>>;
}

export type DemoEvent =
  | { readonly type: 'platform-choose'; readonly platform: PlatformId }
  | { readonly type: 'target-choose'; readonly target: Target }
  | { readonly type: 'values-apply'; readonly values: Values };

export const INITIAL_STATE: DemoState = { platform: 'lexicon', target: 'simulator', applied: {} };

const keyOf = ({ platform, target }: DemoState): string => `${platform} ${target}`;

/** What follows a choice. */
export function reduceDemo(state: DemoState, event: DemoEvent): DemoState {
  switch (event.type) {
    case 'platform-choose':
      return { ...state, platform: event.platform };
    case 'target-choose':
      return { ...state, target: event.target };
    case 'values-apply':
      return { ...state, applied: { ...state.applied, [keyOf(state)]: event.values } };
    default:
      return event satisfies never;
  }
}

/** The values in force: what was applied, else what fits the simulator at this address. */
export function valuesOf(state: DemoState, address: Address | undefined): Values {
  return state.applied[keyOf(state)] ?? initialValues(platformOf(state.platform), address);
}
