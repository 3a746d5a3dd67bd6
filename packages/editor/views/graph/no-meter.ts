/**
 * Replaces gl-bench, the FPS meter that cosmos.gl uses, in builds (see `vite.config.ts`). The gl-bench module has no
 * default export for bundlers, and it writes HTML and styles, which the content security policy blocks. Never called.
 */
export default function throwUnavailable(): never {
  throw new Error('The FPS meter is not available.')
}
