import type { PlatformId } from '../platforms/platform.ts';
import { PLATFORMS } from '../platforms/platforms.ts';

export interface PlatformPickerProps {
  readonly platform: PlatformId;
  readonly onChoose: (platform: PlatformId) => void;
}

/** The four hooks to choose from. */
export function PlatformPicker({ platform, onChoose }: PlatformPickerProps) {
  return (
    <fieldset className="picker">
      <legend className="field-label">Hook</legend>
      {PLATFORMS.map(({ id, hook, name, summary }) => (
        <label key={id} className="choice">
          <input
            type="radio"
            name="platform"
            value={id}
            aria-labelledby={`platform-${id}`}
            aria-describedby={`platform-${id}-summary`}
            checked={platform === id}
            onChange={() => onChoose(id)}
          />
          <span className="choice-words">
            <span id={`platform-${id}`} className="choice-name">
              {name} <code>{hook}</code>
            </span>
            <span id={`platform-${id}-summary`} className="choice-summary">
              {summary}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
