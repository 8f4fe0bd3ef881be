import type { Draft, DraftPush, TopicInput } from '../draft.ts';

const CHANNEL = { channelType: 'LiveChat', name: 'Maya' };

const byAgent = { escalation: true, escalationChannel: CHANNEL };

/** The bot steps back; a person comes, over the socket only. */
export function escalate({ say }: TopicInput): Draft {
  return {
    messages: [{ text: say('agentComing') }],
    metadata: { intentId: 'NLX.Escalation', ...byAgent },
    change: { mode: 'agent', pending: null },
    pushes: (['agentHello', 'agentAsk'] as const).map((key) => ({
      pause: 3,
      draft: { messages: [{ text: say(key) }], metadata: byAgent },
    })),
  };
}

const leave = ({ say }: TopicInput): readonly DraftPush[] => [
  { pause: 3, draft: { messages: [{ text: say('agentBye') }], metadata: byAgent } },
  {
    pause: 1,
    draft: {
      messages: [{ text: say('backToBot') }],
      metadata: { escalation: false },
      change: { mode: 'bot' },
    },
  },
];

/** What the person answers. Over REST this request gets no message, only the socket does. */
export function talk(input: TopicInput): Draft {
  const { say, text } = input;
  const replies = (['agentReply', 'agentMore'] as const).map((key) => ({
    pause: 3,
    draft: { messages: [{ text: say(key, { text }) }], metadata: byAgent },
  }));
  const pushes = /\b(bye|done|adiós|tschüss)\b/iu.test(text) ? leave(input) : replies;
  return { messages: [], metadata: byAgent, silent: true, pushes };
}
