import type { Servers } from '../places/use-places.ts';
import type { SimulatorLink } from '../places/simulator-link.ts';
import type { Target } from './demo-state.ts';

const TARGETS: readonly { readonly id: Target; readonly label: string }[] = [
  { id: 'simulator', label: 'Simulator' },
  { id: 'page', label: 'In this page' },
  { id: 'real', label: 'For real' },
];

/** Who answers, in words. */
export function placeWords(
  target: Target,
  servers: Servers,
  link: Pick<SimulatorLink, 'where' | 'restUrl'> | undefined,
): string {
  if (target === 'real') {
    return 'The real platform answers, with your own credentials. They stay in this page’s memory and go nowhere else.';
  }
  if (link?.where === 'server') {
    return `A simulator answers that runs on this machine (${new URL(link.restUrl).host}), over a real network.`;
  }
  if (target === 'page') {
    return 'A simulator inside this page answers. Nothing leaves the page.';
  }
  if (servers === 'absent') {
    return 'This is a static site without servers, so a simulator inside this page answers. Nothing leaves the page.';
  }
  return servers === 'looking'
    ? 'Looking for the simulators on this machine…'
    : 'No simulator answers on this machine, so one inside this page does. “npm start” runs the real servers.';
}

export interface TargetPickerProps {
  readonly target: Target;
  readonly servers: Servers;
  readonly link: SimulatorLink | undefined;
  readonly onChoose: (target: Target) => void;
}

/** Chooses who answers, and says who does. */
export function TargetPicker({ target, servers, link, onChoose }: TargetPickerProps) {
  return (
    <fieldset className="target">
      <legend className="field-label">Who answers</legend>
      <div className="segments">
        {TARGETS.map(({ id, label }) => (
          <label key={id} className="segment">
            <input
              type="radio"
              name="target"
              value={id}
              checked={target === id}
              onChange={() => onChoose(id)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
      <p className="note" role="status">
        {placeWords(target, servers, link)}
      </p>
    </fieldset>
  );
}
