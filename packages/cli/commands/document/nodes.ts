import type { Catalog } from '@aw-flow/engine'
import { error, type NodeType } from '@aw-flow/schema'
import { createUsageError } from '../../command-error.ts'
import { formatTable } from '../../terminal/format-table.ts'
import type { Terminal } from '../../terminal/terminal.ts'

export interface NodesCommandOptions {
  json?: boolean
}

/** `aw nodes [NAME]`: lists the node types, or shows one of them with its ports and settings. */
export async function nodesCommand(
  name: string | undefined,
  { json }: NodesCommandOptions,
  catalog: Catalog,
  terminal: Terminal,
): Promise<number> {
  const types = catalog.list()
  if (name === undefined) {
    const rows = types.map(({ type, title, description }) => [type, title, getFirstSentence(description)])
    const titles = [{ title: 'type' }, { title: 'title' }, { title: 'description' }]
    const getColumnWidth = (column: number): number => Math.max(...rows.map((row) => row[column]!.length))
    terminal.print(
      json
        ? JSON.stringify(types, null, 2)
        : formatTable(
            titles,
            rows,
            terminal.width,
            Math.max(30, terminal.width - getColumnWidth(0) - getColumnWidth(1) - 6),
          ),
    )
    return 0
  }
  const nodeType = types.find(({ type }) => type === name)
  if (!nodeType) {
    throw createUsageError(
      error('node.unknown-type.command-line', { type: name ?? '', types: types.map(({ type }) => type) }),
    )
  }
  terminal.print(json ? JSON.stringify(nodeType, null, 2) : describeType(nodeType))
  return 0
}

const getFirstSentence = (text: string): string => text.split(/(?<=\.)\s/)[0] ?? text

function describeType({ type, version, family, title, description, inputs, outputs, settings }: NodeType): string {
  const formatPorts = (ports: NodeType['inputs']): string[] =>
    ports.map((port) => `  ${port.name}: ${port.type}${port.required ? ', required' : ''}`)
  const properties = (settings.properties ?? {}) as Record<string, Record<string, unknown>>
  const lines = Object.entries(properties).flatMap(([setting, schema]) => {
    const kind = Array.isArray(schema.enum) ? schema.enum.join(' | ') : String(schema.type ?? 'any')
    const requirement = 'default' in schema ? `, default ${JSON.stringify(schema.default)}` : ', required'
    return [
      `  ${setting}: ${kind}${requirement}`,
      ...(schema.description === undefined ? [] : [`      ${String(schema.description)}`]),
    ]
  })
  return [
    `${title} (${type}, version ${version}, ${family})`,
    description,
    ['Inputs', ...(inputs.length > 0 ? formatPorts(inputs) : ['  none'])].join('\n'),
    ['Outputs', ...(outputs.length > 0 ? formatPorts(outputs) : ['  none'])].join('\n'),
    ['Settings', ...(lines.length > 0 ? lines : ['  none'])].join('\n'),
  ].join('\n\n')
}
