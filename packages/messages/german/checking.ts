import type { German } from './german.ts'
import type { checkingMessages as english } from '../english/checking.ts'

export const checkingMessages: German<typeof english> = {}
