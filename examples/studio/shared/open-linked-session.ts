import { connectServer, createEngine, createSession, openStorage, type WorkflowSession } from '@aw-flow/client'
import { getAssets } from '@aw-flow/embed'
import { getPageServerUrl } from '../shell/base-path.ts'

/**
 * Opens the workflow of a link whose visitors comment or edit. The browser keeps a copy with what is not sent yet.
 *
 * @param workflow ID of the workflow on the server.
 */
export async function openLinkedSession(token: string, workflow: string): Promise<WorkflowSession> {
  const profile = `link ${workflow}`
  const browserStorage = await openStorage({ name: `aw ${profile}`, onProblem: () => undefined })
  const server = { address: getPageServerUrl(), token: `link_${token}`, profile, live: true, isLink: true }
  const { storage, remoteRefs } = connectServer(server, browserStorage)
  // The link does not list workflows, so the browser cannot find out that the server has this one.
  remoteRefs.set('document', workflow, { id: workflow })
  return createSession({ id: workflow, storage, engine: createEngine(getAssets()) })
}
