import type { German } from './german.ts'
import type { tablesMessages as english } from '../english/tables.ts'

export const tablesMessages: German<typeof english> = {}
