import type { WorkflowSession } from '@aw-flow/client'
import { ProblemError, unwrap, type Column, type TableRef } from '@aw-flow/schema'
import { createSessionTable, type TableSource } from '../../views/table-source.ts'
import { listInputs } from './list-inputs.ts'

/**
 * Creates a question source that answers with the statement of a SQL node. Rules read the first input; a language model
 * reads all inputs. A preview runs the node with the statement on samples.
 */
export function createStatementSource(
  session: WorkflowSession,
  node: string,
  table: TableRef,
): Pick<TableSource, 'ask' | 'listModels' | 'previewStatement'> {
  const names = listInputs(session, node)
  const [first = 'input'] = names
  const { askData } = session.tables
  const { previewNode } = session.document
  const readInputs = (): Record<string, Column[]> => {
    const described = session.document.description?.nodes[node]?.inputs ?? {}
    return Object.fromEntries(
      names.map((name) => [name, [...(name === first ? table.columns : (described[name]?.columns ?? []))]]),
    )
  }
  return {
    listModels: () => (session.runs.networkAccess?.models.models ?? []).map(({ id }) => id),
    ...(askData
      ? {
          async ask(question, chosen, signal, model) {
            const request = { table, question, chosen, ...(model === undefined ? {} : { model, inputs: readInputs() }) }
            const answer = unwrap(await askData(request, { signal }))
            const { statement } = answer
            // The rules name the table "input".
            return statement === undefined || model !== undefined
              ? answer
              : { ...answer, statement: statement.replace(/^FROM input$/m, `FROM ${first}`) }
          },
        }
      : {}),
    ...(previewNode
      ? {
          async previewStatement(statement, signal) {
            const config = session.document.current.nodes.find(({ id }) => id === node)?.data.config
            const preview = unwrap(await previewNode(node, { signal, settings: { ...config, statement } }))
            if (preview.state === 'failed') throw new ProblemError(preview.problem)
            if (preview.state === 'unavailable') throw new Error(preview.reason)
            const value = preview.outputs.table
            if (value?.kind !== 'table') throw new Error('The statement has no result.')
            return createSessionTable(session, value.table)
          },
        }
      : {}),
  }
}
