import type { FormEvent } from 'react';

import type { SimulatorLink } from '../places/simulator-link.ts';
import { CLOSE_CODES } from './close-codes.ts';

export interface CloseFormProps {
  readonly link: SimulatorLink;
  readonly onClose: (act: () => Promise<string>) => void;
}

/** Has the server close the socket with a code of choice. */
export function CloseForm({ link, onClose }: CloseFormProps) {
  function handleSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const code = Number(new FormData(event.currentTarget).get('code'));
    onClose(async () => {
      const count = await link.drop({ code, reason: 'asked for' });
      return count === 0
        ? 'There was no open socket to close.'
        : `The server closed the socket with ${code}. What that means is the platform’s to say: watch the connection.`;
    });
  }

  return (
    <form className="close-form" onSubmit={handleSubmit}>
      <label className="field">
        <span className="field-label">Close with a code</span>
        <select name="code" className="input">
          {CLOSE_CODES.map(({ code, label }) => (
            <option key={code} value={code}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="button">
        Close
      </button>
    </form>
  );
}
