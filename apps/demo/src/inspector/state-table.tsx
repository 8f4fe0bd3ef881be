import { useChatState, type Capabilities, type Chat, type ChatState } from '@parley/hooks';

import { describeError } from '../journal/journal-handlers.ts';
import { statusWords } from './connection-words.ts';

interface Row {
  readonly name: string;
  readonly value: string;
}

/** What the platform can do, as words. */
function listCapabilities(capabilities: Capabilities): string {
  const { feedback, ...flags } = capabilities;
  const names = Object.entries(flags).flatMap(([name, can]) => (can ? [name] : []));
  return [...names, ...(feedback === 'none' ? [] : [`feedback (${feedback})`])].join(', ');
}

function describeSession({ session }: ChatState): string {
  const { id, expiresAt, resumed } = session;
  return [
    id ?? 'not known yet',
    resumed === false && 'another one than before',
    expiresAt !== undefined && `ends ${new Date(expiresAt).toLocaleTimeString()}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** The state of a chat, a line each. */
function describeState(state: ChatState): readonly Row[] {
  const waiting = state.messages.filter(({ delivery }) => delivery === 'queued').length;
  return [
    { name: 'status', value: `${state.status}. ${statusWords(state.status)}` },
    { name: 'session', value: describeSession(state) },
    { name: 'messages', value: `${state.messages.length}, of which ${waiting} wait to be sent` },
    { name: 'activity', value: state.activity?.text ?? state.activity?.kind ?? 'none' },
    { name: 'hand-off', value: state.handoff },
    { name: 'suggestions', value: state.suggestions.map(({ text }) => text).join(', ') || 'none' },
    { name: 'error', value: state.error ? describeError(state.error) : 'none' },
    { name: 'can', value: listCapabilities(state.capabilities) },
  ];
}

const isSameRows = (a: readonly Row[], b: readonly Row[]): boolean =>
  a.every((row, index) => row.value === b[index]?.value);

/** The state as a table; a token of an answer changes none of its lines and renders nothing. */
export function StateTable({ chat }: { readonly chat: Chat }) {
  const rows = useChatState(chat, describeState, isSameRows);
  return (
    <dl className="facts">
      {rows.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
