/**
 * Replaces gl-bench, the frame meter of cosmos.gl, in builds (`vite.config.ts`): its module has no default export for
 * bundlers, and it writes HTML and styles, which the policy forbids. It is never used.
 */
export default function noMeter(): never {
  throw new Error('The frame meter is not available.')
}
