import type { WorkflowSession } from '@aw-flow/client'
import { ProblemError, unwrap, type Column, type TableRef } from '@aw-flow/schema'
import { createSessionTable, type TableSource } from '../../views/table-source.ts'
import { listInputNames } from './list-inputs.ts'

/**
 * Creates a source that answers questions with statements for a SQL node. Questions are answered by built-in rules,
 * which use only the node's first input, or by a language model, which receives the columns of all inputs. A statement
 * is previewed by running the node on samples.
 */
export function createStatementSource(
  session: WorkflowSession,
  nodeId: string,
  table: TableRef,
): Pick<TableSource, 'ask' | 'listModels' | 'previewStatement'> {
  const names = listInputNames(session, nodeId)
  const [firstInput = 'input'] = names
  const { askData } = session.tables
  const { assistant } = session
  const readInputs = (): Record<string, Column[]> => {
    const describedInputs = session.document.description?.nodes[nodeId]?.inputs ?? {}
    return Object.fromEntries(
      names.map((name) => [name, [...(name === firstInput ? table.columns : (describedInputs[name]?.columns ?? []))]]),
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
            // The rules always name the table `input`.
            return statement === undefined || model !== undefined
              ? answer
              : { ...answer, statement: statement.replace(/^FROM input$/m, `FROM ${firstInput}`) }
          },
        }
      : {}),
    ...(assistant
      ? {
          async previewStatement(statement, signal) {
            const config = session.document.current.nodes.find(({ id }) => id === nodeId)?.data.config
            const preview = unwrap(await assistant.previewNode(nodeId, { signal, settings: { ...config, statement } }))
            if (preview.state === 'failed') throw new ProblemError(preview.problem)
            if (preview.state === 'unavailable') throw new Error(preview.reason)
            const value = preview.outputs.table
            if (value?.kind !== 'table') throw new Error('The statement did not return a table.')
            return createSessionTable(session, value.table)
          },
        }
      : {}),
  }
}
