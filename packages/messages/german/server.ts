import type { German } from './german.ts'
import type { serverMessages as english } from '../english/server.ts'

export const serverMessages: German<typeof english> = {}
