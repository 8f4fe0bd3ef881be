import type { FormEvent } from 'react';

import type { Field, Platform, Values } from '../platforms/platform.ts';

export interface CredentialsFormProps {
  readonly platform: Platform;
  readonly values: Values;
  readonly onApply: (values: Values) => void;
}

const INPUT_TYPES: Readonly<Record<Field['kind'], string>> = {
  text: 'text',
  secret: 'password',
  address: 'text',
};

/** What a platform wants to know. The browser is asked to remember none of it. */
export function CredentialsForm({ platform, values, onApply }: CredentialsFormProps) {
  function handleSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    onApply(
      Object.fromEntries(
        platform.fields.map(({ name }) => {
          const typed = form.get(name);
          return [name, typeof typed === 'string' ? typed.trim() : ''];
        }),
      ),
    );
  }

  return (
    <form className="credentials" autoComplete="off" onSubmit={handleSubmit}>
      {platform.fields.map((field) => (
        <FieldRow key={field.name} field={field} value={values[field.name] ?? ''} />
      ))}
      <button type="submit" className="button button-strong">
        Apply
      </button>
    </form>
  );
}

function FieldRow({ field, value }: { readonly field: Field; readonly value: string }) {
  const hintId = `hint-${field.name}`;
  return (
    <div className="field">
      <label className="field-label" htmlFor={`field-${field.name}`}>
        {field.label}
      </label>
      <input
        id={`field-${field.name}`}
        className="input"
        type={INPUT_TYPES[field.kind]}
        name={field.name}
        defaultValue={value}
        placeholder={field.example}
        aria-describedby={hintId}
        // Browsers save a password in spite of "off".
        autoComplete={field.kind === 'secret' ? 'new-password' : 'off'}
        autoCapitalize="off"
        spellCheck={false}
        dir="ltr"
      />
      <span className="note" id={hintId}>
        {field.hint}
      </span>
    </div>
  );
}
