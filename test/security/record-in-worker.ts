import { recordEffects } from './record-effects.ts'

// Runs before the engine's worker, which is imported after this module.
recordEffects('worker')
