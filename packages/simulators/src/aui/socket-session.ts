import type { Pace } from '../core/pace.ts';
import type { Clock, ReadFaults, SocketPeer, SocketSession } from '../core/platform.ts';
import { createRateWindow, type RateWindow } from '../core/rate-window.ts';
import { playSteps, type Playback } from '../core/timeline.ts';
import {
  auiError,
  finalFrame,
  updateFrame,
  type AuiMessage,
  type AuiShapes,
} from './aui-frames.ts';
import type { AuiSettings } from './aui-options.ts';
import { readClientFrame } from './client-frame.ts';
import { planReply, type Reply, type ReplyStep } from './reply-script.ts';
import type { AuiTask, AuiTasks } from './tasks.ts';

/** What one authenticated socket needs. */
export interface SocketSessionParts {
  readonly peer: SocketPeer;
  readonly tasks: AuiTasks;
  readonly settings: AuiSettings;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly faults: ReadFaults;
}

interface Turn {
  readonly task: AuiTask;
  readonly text: string;
}

interface RunningTurn {
  readonly task: AuiTask;
  readonly shapes: AuiShapes;
  /** Keys the updates and becomes the id of the final. */
  readonly messageId: string;
  readonly ahead: ReplyStep[];
  final?: AuiMessage;
  playback?: Playback;
}

/** One authenticated socket: one turn at a time, in the order they came. */
export class AuiSocketSession implements SocketSession {
  readonly #parts: SocketSessionParts;
  readonly #passed: RateWindow;
  readonly #waiting: Turn[] = [];
  #turn: RunningTurn | undefined;
  #isOver = false;

  constructor(parts: SocketSessionParts) {
    this.#parts = parts;
    this.#passed = createRateWindow(() => parts.clock.now());
  }

  receive(data: string | Uint8Array): void {
    if (this.#isOver) return;
    const { faults, settings, tasks } = this.#parts;
    const limit = faults().rateLimit;
    if (!this.#passed.take(limit?.perSecond ?? settings.perSecond)) {
      return this.#refuse(429, 'Too many messages', limit?.closeCode ?? 4003, 'rate limited');
    }
    const frame = readClientFrame(data);
    if (frame.kind === 'invalid') {
      return this.#refuse(422, 'The frame is not valid', 1008, '', { errors: frame.complaints });
    }
    const task = tasks.find(frame.message.taskId);
    if (!task) return this.#refuse(404, 'There is no such task', 4002, 'task not found');
    this.#waiting.push({ task, text: frame.message.text });
    if (this.#turn === undefined) this.#next();
  }

  /** An answer that is under way is still finished for the history, unseen by this socket. */
  closed(): void {
    this.#isOver = true;
    this.#waiting.length = 0;
    const turn = this.#turn;
    this.#turn = undefined;
    turn?.playback?.cancel();
    for (const step of turn?.ahead ?? []) {
      if (turn && step.kind === 'final') this.#store(turn, step);
    }
  }

  push(frame: object | string): void {
    this.#parts.peer.send(frame);
  }

  dispose(): void {
    this.#turn?.playback?.cancel();
  }

  #refuse(status: number, message: string, code: number, reason: string, extra: object = {}): void {
    this.#isOver = true;
    this.#turn?.playback?.cancel();
    this.#parts.peer.send(auiError(status, message, extra));
    this.#parts.peer.close(code, reason);
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next === undefined || this.#isOver) return;
    const { clock, pace, settings, tasks } = this.#parts;
    const { task, text } = next;
    const reply: Reply = planReply(text, settings.shapes, pace, task.answeredBy);
    tasks.add(task, 'user', { text }, reply.shapes.dates);
    const turn: RunningTurn = {
      task,
      shapes: reply.shapes,
      messageId: tasks.newId(),
      ahead: [...reply.steps],
    };
    this.#turn = turn;
    const perform = (step: ReplyStep): void => {
      turn.ahead.shift();
      this.#perform(turn, step);
    };
    turn.playback = playSteps(clock, reply.steps, perform, () => {
      this.#turn = undefined;
      this.#next();
    });
  }

  #store(turn: RunningTurn, { content, from }: Extract<ReplyStep, { kind: 'final' }>): AuiMessage {
    // The first final carries the id of its updates; a person's further messages have their own.
    const id = turn.final === undefined ? { id: turn.messageId } : {};
    turn.final = this.#parts.tasks.add(turn.task, from, { ...id, ...content }, turn.shapes.dates);
    return turn.final;
  }

  #perform(turn: RunningTurn, step: ReplyStep): void {
    const { peer, tasks } = this.#parts;
    const { shapes } = turn;
    switch (step.kind) {
      case 'update':
        return peer.send(updateFrame(shapes.update, step.text, turn.messageId));
      case 'final':
        return peer.send(finalFrame(shapes.final, this.#store(turn, step)));
      case 'final-again':
        return turn.final && peer.send(finalFrame(shapes.final, turn.final));
      case 'hand-over':
        return tasks.handOver(turn.task.id, step.to);
      case 'error':
        return peer.send(step.error);
      case 'raw':
        return peer.send(step.frame);
      case 'cut':
        return peer.terminate();
      case 'close':
        this.#isOver = true;
        return peer.close(step.code, step.reason);
      default:
        return step satisfies never;
    }
  }
}
