import type { German } from './german.ts'
import type { outsideMessages as english } from '../english/outside.ts'

export const outsideMessages: German<typeof english> = {}
