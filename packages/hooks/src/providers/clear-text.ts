import { type ChatError, createChatError } from '../chat/chat-error.ts';

/** Everybody on the way could read a key, and what is said. A path alone is as safe as its page. */
const IN_CLEAR =
  /^\s*(ws|http):\/\/(?!(([\w-]+\.)*localhost|127(\.\d+){3}|\[::1\])(:\d*)?([/?#]|$))/iu;

/** Why nothing goes to this address; undefined where it may: what is said is encrypted, or stays on this machine. */
export function clearTextProblem(url: string): ChatError | undefined {
  return IN_CLEAR.test(url)
    ? createChatError('unsupported', 'The address is not encrypted.', {
        fix: 'Use wss:// or https://. Without it only this machine is spoken to (localhost, 127.0.0.1, [::1]).',
      })
    : undefined;
}
