import { createContext } from '@lit/context'
import type { WorkflowSession } from '@aw-flow/client'

/** The session from the nearest provider: an `<aw-workflow-editor>` or the host's page. @internal */
export const sessionContext = createContext<WorkflowSession | undefined>('aw-session')
