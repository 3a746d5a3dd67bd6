import type { German } from './german.ts'
import type { documentMessages as english } from '../english/document.ts'

export const documentMessages: German<typeof english> = {}
