import type { German } from './german.ts'
import type { preparingMessages as english } from '../english/preparing.ts'

export const preparingMessages: German<typeof english> = {}
