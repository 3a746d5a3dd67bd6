import type { openLimitedModel as open } from './open-limited-model.ts'

/** Opens a model for requests outside a run. The implementation is loaded on the first call. @internal */
export const openLimitedModel: typeof open = async (...args) =>
  (await import('./open-limited-model.ts')).openLimitedModel(...args)
