/**
 * What few conversations ever do, in one piece: bundlers cut what several pieces share into files of their own,
 * and each of those costs a page more than it saves.
 */
export { probeKey } from './probe-key.ts';
export { createRestActions } from './rest-actions.ts';
export { uploadFiles } from './upload-files.ts';
