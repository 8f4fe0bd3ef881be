import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commands } from 'vitest/browser';

import { messageText } from '../chat/chat-message.ts';
import { isReady, textsOf, until } from '../testing/until.ts';
import { renderCase, startBench } from './testing/hook-bench.ts';
import { HOOK_CASES, type Identity } from './testing/hook-cases.ts';

/** `off`: nothing is sent meanwhile, so that what is said waits. */
const STEPS = fc.array(fc.constantFrom('say', 'say', 'switch', 'off', 'on'), {
  minLength: 4,
  maxLength: 12,
});

/** A chat that nobody holds is let go of in the next task: until then it is its user's, who may be back at once. */
const gone = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe.each(HOOK_CASES)('users who take turns in one component (S16): $name', (hookCase) => {
  it('have nothing sent for them that another one said, nor what waited when they went', async () => {
    const bench = await startBench(hookCase);
    const owners = new Map<string, Identity>();
    const frozen = new Set<string>();

    async function play(steps: readonly string[]): Promise<void> {
      const page = renderCase(hookCase, bench, { enabled: false });
      let identity: Identity = 'one';
      let enabled = false;
      for (const step of [...steps, 'on']) {
        if (step === 'say') {
          const text = `echo ${owners.size} of ${identity}`;
          owners.set(text, identity);
          page.view().sendMessage(text);
          continue;
        }
        const left = page.view().store;
        if (step === 'switch') {
          identity = identity === 'one' ? 'two' : 'one';
        }
        enabled = step === 'switch' ? enabled : step === 'on';
        page.rerender({ enabled, identity });
        if (step === 'switch') {
          await gone();
          for (const message of left.getState().messages) {
            if (message.delivery === 'queued') {
              frozen.add(messageText(message));
            }
          }
        }
        // Nobody sees what the one before said.
        const shown = textsOf(page.state(), 'user').map((text) => owners.get(text));
        expect(shown.filter((owner) => owner !== identity)).toEqual([]);
      }
      await until(page.view(), isReady);
      owners.set(`echo ${owners.size} of ${identity}`, identity);
      const last = [...owners.keys()].at(-1) ?? '';
      page.view().sendMessage(last);
      // What was cut off by `off` stays in doubt: only the last has to arrive.
      await until(page.view(), ({ messages }) =>
        messages.some((one) => messageText(one) === last && one.delivery === 'acknowledged'),
      );
      page.unmount();
    }

    await fc.assert(fc.asyncProperty(STEPS, play), {
      numRuns: 8,
      examples: [[['say', 'say', 'switch', 'say', 'on', 'switch', 'on']]],
    });
    const received = await commands.simulatorReceived(bench.simulator.id);
    const arrived = received.flatMap(({ frame, connection }) => {
      const text = hookCase.textOf(frame);
      return typeof text === 'string' ? [{ text, connection }] : [];
    });
    expect(arrived.length).toBeGreaterThanOrEqual(8);
    expect(arrived.map(({ text }) => text).filter((text) => frozen.has(text))).toEqual([]);
    expect(new Set(arrived.map(({ text }) => text)).size).toBe(arrived.length);
    expect(frozen.size).toBeGreaterThan(0);
    if (hookCase.isSocket) {
      // A socket is dialed for one user: all that goes over it is that one's.
      const users = new Set(
        arrived.map(({ text, connection }) => `${connection} ${owners.get(text)}`),
      );
      expect(users.size).toBe(new Set(arrived.map(({ connection }) => connection)).size);
    }
  });
});
