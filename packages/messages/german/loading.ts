import type { German } from './german.ts'
import type { loadingMessages as english } from '../english/loading.ts'

export const loadingMessages: German<typeof english> = {}
