import type { German } from './german.ts'
import type { nodesMessages as english } from '../english/nodes.ts'

export const nodesMessages: German<typeof english> = {}
