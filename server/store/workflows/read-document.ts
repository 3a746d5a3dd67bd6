import { readWorkflow, type ReadWorkflow, type Workflow } from '@aw-flow/schema'

/** Reads a document from its text. Large ones are read in another thread, so that other requests do not wait. */
export type ReadDocument = (text: string) => Promise<ReadWorkflow>

/** Like `ReadDocument`, for the document of a workspace. Workspaces take turns. */
export type ReadWorkspaceDocument = (text: string, workspace: string) => Promise<ReadWorkflow>

/** Reads documents in this thread, for programs that serve no requests. */
export const readDocumentInProcess: ReadWorkspaceDocument = async (text) => readWorkflow(text)

/**
 * Reads a stored document, which was valid when it was stored.
 *
 * @param name The record that contains the document, such as `Workflow 1`, for the error message.
 * @throws If the document is damaged.
 */
export async function readStored(read: ReadDocument, text: string, name: string): Promise<Workflow> {
  const { workflow, problems } = await read(text)
  if (!workflow) throw new Error(`${name} in the store is damaged: ${problems[0]?.code ?? 'unreadable'}`)
  return workflow
}
