import { describe, expect, test } from 'vitest';

import type { ContractBench } from './provider-contract.ts';
import { eventually, until } from './until.ts';

/** What only a request can do: get no response. */
export function describeOverHttp(bench: ContractBench): void {
  const { arrived, open, serve } = bench;

  describe('over HTTP', () => {
    test('a request that got no response is unconfirmed, and not sent again', async () => {
      const simulator = await serve();
      const { chat } = open(simulator);
      simulator.setFaults({ hang: true });
      chat.sendMessage('echo lost');
      await eventually(() => expect(arrived(simulator)).toEqual(['echo lost']));
      await simulator.close();
      const state = await until(chat, ({ messages }) => messages[0]?.delivery === 'unconfirmed');
      expect(state.connection.status).toBe('ready');
      expect(state.error).toMatchObject({ code: 'unreachable', retryable: true });
      expect(arrived(simulator)).toEqual(['echo lost']);
    });
  });
}
