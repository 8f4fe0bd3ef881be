import type { Break, Damage, Tools } from './break.ts';

export interface BreakRowProps {
  readonly item: Break;
  readonly damage: Damage;
  readonly tools: Tools;
  readonly isDisabled: boolean;
  readonly onRun: (act: () => Promise<string>) => void;
}

/** One thing to break: a button for what happens once, a switch for what lasts. */
export function BreakRow({ item, damage, tools, isDisabled, onRun }: BreakRowProps) {
  const whatId = `break-${item.id}`;
  return (
    <li className="break">
      <div className="break-words">
        <span className="break-label" id={`${whatId}-label`}>
          {item.label}
        </span>
        <span className="break-what" id={whatId}>
          {item.what}
        </span>
      </div>
      {item.kind === 'once' ? (
        <button
          type="button"
          className="button"
          disabled={isDisabled}
          aria-labelledby={`${whatId}-label`}
          aria-describedby={whatId}
          onClick={() => onRun(() => item.run(tools))}
        >
          {item.verb}
        </button>
      ) : (
        <button
          type="button"
          role="switch"
          className="switch"
          disabled={isDisabled}
          aria-checked={item.isOn(damage)}
          aria-labelledby={`${whatId}-label`}
          aria-describedby={whatId}
          onClick={() => onRun(() => item.set(tools, !item.isOn(damage)))}
        />
      )}
    </li>
  );
}
