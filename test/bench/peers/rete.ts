import { prepareRete } from './rete-graph.ts'

export const prepare = prepareRete
