import { describeWorkflow } from '@aw-flow/engine'
import { englishFormatter } from '@aw-flow/messages/catalogs'
import { parseJson, readWorkflow, type Problem, type Workflow } from '@aw-flow/schema'
import { createBuiltInCatalog } from '@aw-flow/nodes'
import { parseYaml } from '@aw-flow/schema/yaml'
import type { Check } from './open-check.ts'

/**
 * Reads an input as a workflow, in JSON or YAML, and describes it. A workflow equals its copy that was written and read,
 * and problems have texts.
 */
export async function openDocumentCheck(): Promise<Check> {
  const catalog = createBuiltInCatalog()
  return async (bytes, name) => {
    const text = new TextDecoder().decode(bytes)
    const parsed = name.endsWith('.yaml') ? parseYaml(text) : parseJson(text)
    if (!parsed.ok) return { outcome: 'not parsed', violations: checkProblems([parsed.problem]) }
    const { workflow, problems } = readWorkflow(parsed.value)
    const violations = checkProblems(problems)
    if (!workflow) {
      if (problems.length === 0) violations.push('A document without a workflow has no problem.')
      return { outcome: 'rejected', violations }
    }
    violations.push(...checkRoundTrip(workflow))
    const description = describeWorkflow(workflow, {
      catalog,
      context: { findPreview: () => undefined },
      workflows: {},
    })
    violations.push(...checkProblems(description.problems))
    if (Object.keys(description.nodes).length > workflow.nodes.length) violations.push('Unknown nodes are described.')
    return { outcome: 'read', violations }
  }
}

function checkRoundTrip(workflow: Workflow): string[] {
  const text = JSON.stringify(workflow)
  const again = readWorkflow(text).workflow
  return JSON.stringify(again) === text ? [] : [`The workflow changes when it is written and read: ${text}`]
}

/** Returns a violation for each problem without a message. */
const checkProblems = (problems: readonly Problem[]): string[] =>
  problems.flatMap((problem) => {
    const { message } = englishFormatter.renderProblem(problem)
    if (message.trim() === '' || /\bundefined\b|\[object Object\]/.test(message.replaceAll(/"[^"]*"/g, '')))
      return [`The problem ${problem.code} has the text "${message}".`]
    return message.length > 4_000 ? [`The text of the problem ${problem.code} has ${message.length} characters.`] : []
  })
