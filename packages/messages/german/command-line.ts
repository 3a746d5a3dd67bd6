import type { German } from './german.ts'
import type { commandLineMessages as english } from '../english/command-line.ts'

export const commandLineMessages: German<typeof english> = {}
