import { readWorkflow, type Workflow } from '@aw-flow/schema'
import cosmoReady from '../workflows/cosmo-ready.json?raw'

const texts: Record<string, string> = { 'cosmo-ready': cosmoReady }

/** The workflows that the studio brings, by id: offered until somebody has changed and so stored them. */
export const templates: Readonly<Record<string, Workflow>> = Object.fromEntries(
  Object.entries(texts).flatMap(([id, text]) => {
    const { workflow } = readWorkflow(text)
    return workflow ? [[id, workflow]] : []
  }),
)
