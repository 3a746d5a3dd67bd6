import type { German } from './german.ts'
import type { pageMessages as english } from '../english/page.ts'

export const pageMessages: German<typeof english> = {}
