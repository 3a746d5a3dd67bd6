import type { NodeType } from '@aw-flow/schema'
import { declaredTypes } from './column-rows.ts'
import type { ContentsStrings } from './contents-strings.ts'
import { rowTypes } from './schema-rows.ts'
import { toolTargetFields } from './tool-rows.ts'

type Schema = Readonly<Record<string, unknown>>

/** Creates the schemas with the given titles and labels. */
export function createFieldSchemas({ request, field, column, tool }: ContentsStrings) {
  const createTextSchema = (title: string, keywords: Schema = {}): Schema => ({
    type: 'string',
    default: '',
    title,
    ...keywords,
  })
  const createListSchema = (properties: Schema): Schema => ({ type: 'array', items: { type: 'object', properties } })
  const createToolListSchema = (nodeTypes: readonly NodeType[]): Schema => {
    const titles = Object.fromEntries(nodeTypes.map(({ type, title }) => [type, title]))
    const createCondition = (...kinds: (keyof typeof toolTargetFields)[]): Schema => ({ when: { kind: kinds } })
    return createListSchema({
      kind: { enum: Object.keys(toolTargetFields), default: 'node', title: tool.kind, labels: tool.kinds },
      name: createTextSchema(tool.name, { description: tool.nameHelp }),
      description: createTextSchema(tool.description, { description: tool.descriptionHelp, format: 'multiline' }),
      nodeType: {
        ...(nodeTypes.length > 0 ? { enum: nodeTypes.map(({ type }) => type), labels: titles } : { type: 'string' }),
        title: tool.nodeType,
        ...createCondition('node'),
      },
      workflow: createTextSchema(tool.workflow, createCondition('workflow')),
      function: createTextSchema(tool.function, createCondition('function')),
      server: createTextSchema(tool.server, createCondition('mcp')),
      mcpTool: createTextSchema(tool.mcpTool, createCondition('mcp')),
      settings: {
        type: 'object',
        format: 'json',
        contents: 'node-settings',
        default: {},
        title: tool.settings,
        description: tool.settingsHelp,
        ...createCondition('node', 'function'),
      },
      parameters: {
        type: 'object',
        format: 'json',
        contents: 'json-schema',
        title: tool.parameters,
        description: tool.parametersHelp,
        advanced: true,
      },
      approval: {
        enum: Object.keys(tool.approvals),
        default: 'auto',
        title: tool.approval,
        labels: tool.approvals,
        advanced: true,
      },
      repeatable: { type: 'boolean', default: false, title: tool.repeatable, advanced: true },
    })
  }
  let cachedToolList: { readonly nodeTypes: readonly NodeType[]; readonly schema: Schema } | undefined
  return {
    values: { type: 'object', format: 'arguments' },
    request: {
      type: 'object',
      properties: {
        query: { type: 'object', format: 'arguments', default: {}, title: request.query },
        headers: { type: 'object', format: 'arguments', default: {}, title: request.headers },
      },
    },
    jsonSchema: createListSchema({
      name: createTextSchema(field.name),
      type: { enum: rowTypes, default: 'string', title: field.type, labels: field.types },
      choices: {
        type: 'array',
        items: { type: 'string' },
        default: [],
        title: field.choices,
        when: { type: ['choice'] },
      },
      description: createTextSchema(field.description),
      required: { type: 'boolean', default: false, title: field.required },
    }),
    columns: createListSchema({
      name: createTextSchema(column.name),
      type: { enum: declaredTypes, default: 'VARCHAR', title: column.type, format: 'column-type' },
    }),
    /**
     * Returns the schema for an agent's tools, which can be nodes of the given types. Returns the same object if the
     * types are the same as in the previous call.
     */
    tools(nodeTypes: readonly NodeType[]): Schema {
      if (cachedToolList?.nodeTypes !== nodeTypes)
        cachedToolList = { nodeTypes, schema: createToolListSchema(nodeTypes) }
      return cachedToolList.schema
    },
  }
}
