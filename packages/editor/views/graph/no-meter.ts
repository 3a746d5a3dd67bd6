/**
 * Replaces gl-bench, cosmos.gl's frame meter, in builds (`vite.config.ts`): its module has no default export for
 * bundlers, and it writes HTML and styles, which the content security policy forbids. It is never called.
 */
export default function throwNoMeter(): never {
  throw new Error('The frame meter is not available.')
}
