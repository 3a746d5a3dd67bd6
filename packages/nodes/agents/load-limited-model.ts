import type { openLimitedModel as open } from './open-limited-model.ts'

/** Opens a model for requests outside a run. Its code is loaded with the first call. @internal */
export const openLimitedModel: typeof open = async (...args) =>
  (await import('./open-limited-model.ts')).openLimitedModel(...args)
