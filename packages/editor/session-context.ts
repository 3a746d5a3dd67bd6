import { createContext } from '@lit/context'
import type { WorkflowSession } from '@aw-flow/client'

/** The session of the nearest provider: an `<aw-workflow-editor>` or a host's page. @internal */
export const sessionContext = createContext<WorkflowSession | undefined>('aw-session')
