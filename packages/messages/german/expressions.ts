import type { German } from './german.ts'
import type { expressionsMessages as english } from '../english/expressions.ts'

export const expressionsMessages: German<typeof english> = {}
