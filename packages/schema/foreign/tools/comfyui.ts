import type { Json } from '../../document/workflow.ts'
import { isObject, toKey, toObject, toText, type ForeignSettings, type ForeignWorkflow } from '../foreign-workflow.ts'
import type { ToolDefinition } from '../map-workflow.ts'

/**
 * ComfyUI: prompts for its API, `{"3": {class_type, inputs: {seed: 1, model: ["4", 0]}}}`, alone or as the `prompt` of a
 * request. They contain no positions. Graphs of its editor are read as graphs of litegraph.js.
 */
export const comfyuiTool: ToolDefinition = {
  tool: 'comfyui',
  recognize: (json) => findPrompt(json) !== undefined,
  read: (json) => readPrompt(findPrompt(json)!),
  mappings: {},
  createLanguage: () => ({ split: (text) => [{ literal: text }], translate: () => undefined }),
}

/** Returns the prompt: an object that contains only nodes with a `class_type`. */
function findPrompt(json: Json): Readonly<Record<string, ForeignSettings>> | undefined {
  const prompt = isObject(json) && isObject(json.prompt) ? json.prompt : json
  const nodes = isObject(prompt) ? Object.values(prompt) : []
  return nodes.length > 0 && nodes.every((node) => isObject(node) && typeof node.class_type === 'string')
    ? (prompt as Readonly<Record<string, ForeignSettings>>)
    : undefined
}

function readPrompt(prompt: Readonly<Record<string, ForeignSettings>>): ForeignWorkflow {
  const entries = Object.entries(prompt)
  /** A link is the id of a node and the index of its output. */
  const isLink = (value: Json): value is [string | number, number] =>
    Array.isArray(value) && value.length === 2 && Object.hasOwn(prompt, toKey(value[0])) && typeof value[1] === 'number'
  return {
    nodes: entries.map(([id, { class_type: type, inputs, _meta, ...otherFields }]) => {
      const { title, ...meta } = toObject(_meta)
      const values = Object.entries(toObject(inputs)).filter(([, value]) => !isLink(value))
      return {
        id,
        name: toText(title) ?? toKey(type),
        type: toKey(type),
        settings: {
          ...otherFields,
          ...(Object.keys(meta).length > 0 ? { _meta: meta } : {}),
          ...Object.fromEntries(values),
        },
      }
    }),
    edges: entries.flatMap(([target, { inputs }]) =>
      Object.entries(toObject(inputs)).flatMap(([input, value]) =>
        isLink(value) ? [{ source: toKey(value[0]), output: value[1], target, input }] : [],
      ),
    ),
  }
}
