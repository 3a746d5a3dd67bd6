import { orderGraph } from './ordered-graph.ts'
import type { Workflow } from '../../document/workflow.ts'

/** Characters that end a quoted text in Mermaid, or begin an entity, a directive (`%%{init: …}%%`) or a formula (`$$`), as entities. */
const escapeText = (text: string): string =>
  text
    .slice(0, 200)
    .replaceAll(/[#"<>&`%$\\\r\n]/g, (character) =>
      character === '\n' || character === '\r' ? ' ' : `#${character.codePointAt(0)};`,
    )

/** Types whose nodes decide which edge is followed. */
const branchTypes = new Set(['condition', 'switch', 'split', 'approval'])

/** Writes a workflow as a flowchart of Mermaid. Nodes have their labels and types; settings are not part of a flowchart. */
export function writeMermaid(workflow: Workflow): string {
  const { sorted, outgoing } = orderGraph(workflow)
  const numbers = new Map(sorted.map(({ id }, index) => [id, `n${index + 1}`]))
  const nodes = sorted.map(({ id, type, data }) => {
    const text = `"${escapeText(data.label || type)}<br/><small>${escapeText(type)}</small>"`
    return `  ${numbers.get(id)!}${branchTypes.has(type) ? `{${text}}` : `[${text}]`}`
  })
  const edges = sorted.flatMap(({ id, type }) =>
    outgoing.get(id)!.map(({ source, target, sourceHandle }) => {
      const label = sourceHandle !== undefined && (branchTypes.has(type) || sourceHandle === 'error')
      return `  ${numbers.get(source)!} -->${label ? `|"${escapeText(sourceHandle)}"| ` : ' '}${numbers.get(target)!}`
    }),
  )
  // Directives are found in the title, too.
  const title = JSON.stringify(workflow.name.replaceAll(/\s+/g, ' ')).replaceAll('%', String.raw`\u0025`)
  return `---\ntitle: ${title}\n---\n${['flowchart LR', ...nodes, ...edges].join('\n')}\n`
}
