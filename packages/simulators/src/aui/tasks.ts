import type { Ids } from '../core/ids.ts';
import type { Clock } from '../core/platform.ts';
import { formatDate, type AuiMessage, type AuiParty, type AuiShapes } from './aui-frames.ts';

/** A conversation and everything said in it. */
export interface AuiTask {
  readonly id: string;
  readonly userId: string;
  readonly title: string;
  readonly createdAt: number;
  readonly messages: readonly AuiMessage[];
  /** Who answers now. */
  readonly answeredBy: 'agent' | '3p';
}

interface OpenTask extends AuiTask {
  readonly messages: AuiMessage[];
  answeredBy: 'agent' | '3p';
}

/** What a message says; its parties and its date are filled in. */
export type MessageContent = Pick<AuiMessage, 'text'> &
  Partial<
    Pick<AuiMessage, 'id' | 'followup_suggestions' | 'options' | 'variants_options' | 'cards'>
  >;

const AGENT: AuiParty = { id: 'agent-shopping', type: 'agent' };
const HUMAN: AuiParty = { id: 'agent-mara', type: '3p', email: 'mara@example.com' };

const PARTIES = { agent: AGENT, '3p': HUMAN } as const;

/** Everything the platform remembers, in memory. */
export class AuiTasks {
  readonly #tasks = new Map<string, OpenTask>();
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor(clock: Clock, ids: Ids) {
    this.#clock = clock;
    this.#ids = ids;
  }

  newId(): string {
    return this.#ids.hex(24);
  }

  create(userId: string, id: string = this.newId()): AuiTask {
    const task: OpenTask = {
      id,
      userId,
      title: 'Shopping advice',
      createdAt: this.#clock.now(),
      messages: [],
      answeredBy: 'agent',
    };
    this.#tasks.set(id, task);
    return task;
  }

  find(id: string): AuiTask | undefined {
    return this.#tasks.get(id);
  }

  /** Tasks of one user, newest first. */
  ofUser(userId: string): readonly AuiTask[] {
    return [...this.#tasks.values()].filter((task) => task.userId === userId).toReversed();
  }

  /** Gives the conversation to a person, or back. */
  handOver(id: string, to: AuiTask['answeredBy']): void {
    const task = this.#tasks.get(id);
    if (task) task.answeredBy = to;
  }

  add(
    task: AuiTask,
    from: AuiParty['type'],
    content: MessageContent,
    dates: AuiShapes['dates'],
  ): AuiMessage {
    const user: AuiParty = { id: task.userId, type: 'user' };
    const other = PARTIES[from === 'user' ? task.answeredBy : from];
    const message: AuiMessage = {
      id: this.newId(),
      created_at: formatDate(this.#clock.now(), dates),
      sender: from === 'user' ? user : other,
      receiver: from === 'user' ? other : user,
      ...content,
    };
    this.#tasks.get(task.id)?.messages.push(message);
    return message;
  }
}
