import type { openLimitedModel as open } from './open-limited-model.ts'

/** Opens a model for requests outside a run. Loads its code with the first call, because most pages do not ask a model. @internal */
export const openLimitedModel: typeof open = async (...args) =>
  (await import('./open-limited-model.ts')).openLimitedModel(...args)
