import { readFaults } from './faults.ts';
import { json } from './http-answer.ts';
import { readFrame } from './ledger.ts';
import type { Drop, HttpResponse, Simulator } from './platform.ts';

/** Where a page reaches the switches of a running simulator. */
export const CONTROL_PATH = '/__simulator/';

/** What the switches act on. */
export type Controlled = Pick<
  Simulator,
  'connections' | 'drop' | 'faults' | 'push' | 'received' | 'setFaults'
>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const bad = (problem: string): HttpResponse => json(400, { error: problem });

function readDrop(value: unknown): Drop | undefined {
  const how = isRecord(value) ? (value['how'] ?? 'terminate') : 'terminate';
  if (how === 'terminate') return how;
  if (!isRecord(how) || typeof how['code'] !== 'number') return undefined;
  const reason = how['reason'];
  return { code: how['code'], reason: typeof reason === 'string' ? reason : '' };
}

function push(simulator: Controlled, value: unknown): HttpResponse {
  if (!isRecord(value)) return bad('the body is not a JSON object');
  const { connection, frame } = value;
  if (typeof frame !== 'string' && !isRecord(frame)) return bad('"frame" is not text or an object');
  if (connection !== undefined && typeof connection !== 'number') {
    return bad('"connection" is not a number');
  }
  simulator.push(frame, connection);
  return json(200, { connections: simulator.connections });
}

/** Answers one call to the switches: faults (GET, POST), drop, push and received. */
export function control(
  simulator: Controlled,
  method: string,
  path: string,
  body: Uint8Array,
): HttpResponse {
  const value = body.length === 0 ? undefined : readFrame(new TextDecoder().decode(body));
  switch (`${method} ${path.slice(CONTROL_PATH.length)}`) {
    case 'GET faults':
      return json(200, simulator.faults);
    case 'POST faults': {
      const read = readFaults(value);
      if (!read.ok) return bad(read.problem);
      simulator.setFaults(read.change);
      return json(200, simulator.faults);
    }
    case 'POST drop': {
      const how = readDrop(value);
      if (how === undefined) return bad('"how" is neither "terminate" nor {code, reason}');
      const dropped = simulator.connections;
      simulator.drop(how);
      return json(200, { dropped });
    }
    case 'POST push':
      return push(simulator, value);
    case 'GET received':
      return json(200, simulator.received);
    default:
      return json(404, { error: 'there are faults, drop, push and received' });
  }
}
