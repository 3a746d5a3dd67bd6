import { readWorkflow, type Workflow } from '@aw-flow/schema'
import type { ReadWorkflowResult } from '@aw-flow/schema/internal'

/** Parses a document. Large documents are parsed in another thread, so that other requests do not have to wait. */
export type ParseDocument = (text: string) => Promise<ReadWorkflowResult>

/** Like `ParseDocument`, but on behalf of the owner of a workspace. Owners take turns. */
export type ParseWorkspaceDocument = (text: string, readOwner: () => Promise<string>) => Promise<ReadWorkflowResult>

/** Parses documents in the current thread, for programs that do not serve requests. */
export const parseDocumentInCurrentThread: ParseWorkspaceDocument = async (text) => readWorkflow(text)

/**
 * Parses a stored document, which was valid when it was stored.
 *
 * @param label Describes the record that contains the document, such as `Workflow 1`, for the error message.
 * @throws If the document is damaged.
 */
export async function parseStoredDocument(parse: ParseDocument, text: string, label: string): Promise<Workflow> {
  const { workflow, problems } = await parse(text)
  if (!workflow) throw new Error(`${label} in the store is damaged: ${problems[0]?.code ?? 'unreadable'}`)
  return workflow
}
