import type { Catalog } from '@aw-flow/engine'
import { readWorkflow, type DescriptionPlan } from '@aw-flow/schema'
import { fold, stem } from '../ask-data/stem.ts'
import { findPhrase } from '../ask-data/find-columns.ts'
import { tokenize } from '../ask-data/tokenize.ts'
import { templateDocuments } from './template-documents.ts'

/** Minimum number of words that a template must contain. A single word occurs in many of them. */
const minMatches = 2

interface TemplateDocument {
  readonly id: string
  readonly document: { readonly name: string; readonly description?: string; readonly tags?: readonly string[] }
}

/**
 * Returns the plan of the built-in template whose name, description and tags contain the most words of a description.
 * The entire description is listed in `ignored`. Returns `undefined` if no template contains at least
 * two of the words.
 */
export function planNearestTemplate(description: string, catalog: Catalog): DescriptionPlan | undefined {
  const searchedWords = listStems(description)
  const templates = JSON.parse(templateDocuments) as TemplateDocument[]
  const rankedTemplates = templates
    .map(({ document }) => {
      const words = listStems([document.name, document.description ?? '', ...(document.tags ?? [])].join(' '))
      return { document, matches: [...searchedWords].filter((word) => words.has(word)).length }
    })
    .toSorted((a, b) => b.matches - a.matches)
  const [best] = rankedTemplates
  const { workflow } = best && best.matches >= minMatches ? readWorkflow(best.document) : {}
  if (!workflow) return undefined
  const nodes = workflow.nodes.flatMap(({ id, type, data: { config } }) => {
    const definition = catalog.get(type)
    const settings = definition?.settings.safeParse(config)
    if (!definition || !settings?.success) return []
    const context = { findPreview: () => undefined }
    const { summary, problems = [] } = definition.describe({ settings: settings.data, inputs: {}, context })
    return [{ id, type, config, text: '', summary, problems }]
  })
  // A template that uses node types that the host does not offer would be incomplete.
  if (nodes.length < workflow.nodes.length) return undefined
  const edges = workflow.edges.map(({ source, sourceHandle = '', target, targetHandle = '' }) => ({
    source,
    ...(sourceHandle === '' ? {} : { sourceHandle }),
    target,
    targetHandle,
  }))
  return { nodes, edges, ignored: [description.trim()], template: workflow.name }
}

/** Returns the stems of the words that have a meaning of their own. */
const listStems = (text: string): ReadonlySet<string> =>
  new Set(
    tokenize(text).flatMap(({ kind, folded, raw }, index, tokens) =>
      kind === 'word' && folded.length > 3 && !findPhrase(tokens, index) ? [stem(fold(raw))] : [],
    ),
  )
