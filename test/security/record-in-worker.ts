import { recordEffects } from './record-effects.ts'

// Before the engine's own worker is evaluated, which is imported behind this.
recordEffects('worker')
