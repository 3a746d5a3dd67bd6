import { offerEngine } from '../engine/run-engine.ts'
import { prepareRete } from './rete-graph.ts'

offerEngine({ memory: prepareRete })
