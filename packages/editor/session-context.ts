import { createContext } from '@lit/context'
import type { WorkflowSession } from '@aw-flow/client'

/** Context with the session of the nearest provider, such as an `<aw-workflow-editor>` or the host page. @internal */
export const sessionContext = createContext<WorkflowSession | undefined>('aw-session')
