/**
 * Stands in for gl-bench, the frame meter of cosmos.gl, when pages are built (`vite.config.ts`): its module has no default
 * export for bundlers, and it writes HTML and styles, which the policy refuses. The meter is never asked for.
 */
export default function noMeter(): never {
  throw new Error('There is no frame meter.')
}
