import type { Chat } from '@parley/hooks';

export interface TrySayingProps {
  readonly chat: Chat;
  readonly topics: readonly string[];
}

/** Words that make the simulator show what its platform can send. */
export function TrySaying({ chat, topics }: TrySayingProps) {
  return (
    <div className="try-saying" role="group" aria-labelledby="try-title">
      <span className="field-label" id="try-title">
        Try saying
      </span>
      {topics.map((topic) => (
        <button key={topic} type="button" className="chip" onClick={() => chat.sendMessage(topic)}>
          {topic}
        </button>
      ))}
    </div>
  );
}
