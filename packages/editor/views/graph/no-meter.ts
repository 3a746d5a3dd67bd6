/**
 * Replaces gl-bench, the frame meter of cosmos.gl, in builds (see `vite.config.ts`). The module gl-bench has no default
 * export for bundlers, and it writes HTML and styles, which the content security policy blocks. Never called.
 */
export default function throwNoMeter(): never {
  throw new Error('The frame meter is not available.')
}
