import type { Scene } from './scene.ts';

/** A person takes the conversation, and says so. Only NLX has them on its socket. */
export async function handOver({ simulator, until, parley }: Scene): Promise<void> {
  const say = (text: string): void =>
    simulator.push({
      messages: [{ messageId: text, text }],
      metadata: { escalation: true, escalationChannel: { channelType: 'LiveChat', name: 'Maya' } },
    });
  say('I am connecting you with a person.');
  say('Hi, this is Maya.');
  await until('a person has it', () => !parley || handoffOf(parley) === 'agent');
}

/** The machine has it again: from here on an answer is owed in time. */
export async function handBack({ simulator, until, parley }: Scene): Promise<void> {
  simulator.push({ metadata: { escalation: false } });
  await until('the person has gone', () => !parley || handoffOf(parley) === 'ended');
}

type Parley = NonNullable<Scene['parley']>;

const handoffOf = ({ chat }: Parley): string => chat.store.getState().handoff;
