import { createContext } from '@lit/context'
import type { WorkflowSession } from '@aw-flow/client'

/** The session of the nearest provider: `<aw-workflow-editor>` is one, and a host's page may be one. */
export const sessionContext = createContext<WorkflowSession | undefined>('aw-session')
