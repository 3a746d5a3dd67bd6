import { strToU8, zipSync } from 'fflate'

type Value = string | number | boolean | null | Value[] | { [key: string]: Value }

/** A workflow of KNIME as the fixtures describe it. `knwf` files consist of XML, which `createKnimeFile` writes. */
export interface KnimeFixture {
  name: string
  description?: string
  notes?: string[]
  nodes: KnimeNode[]
  /** `[source, port, target, port]`; the first table has port 1. */
  connections: [number, number, number, number][]
}

interface KnimeNode {
  id: number
  name: string
  factory: string
  at: [number, number]
  label?: string
  model?: Value
  /** The workflow inside a metanode, whose ends have the id -1 and ports from 0. */
  inner?: Omit<KnimeFixture, 'name'>
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\n', '%%00010')

function writeEntry(key: string, value: Value): string {
  const name = escapeXml(key)
  if (value === null) return `<entry key="${name}" type="xstring" isnull="true" value=""/>`
  if (Array.isArray(value)) {
    const items = value.map((item, index) => writeEntry(String(index), item)).join('')
    return `<config key="${name}"><entry key="array-size" type="xint" value="${value.length}"/>${items}</config>`
  }
  if (typeof value === 'object') return `<config key="${name}">${writeEntries(value)}</config>`
  const type =
    typeof value === 'boolean'
      ? 'xboolean'
      : typeof value === 'string'
        ? 'xstring'
        : Number.isInteger(value)
          ? 'xint'
          : 'xdouble'
  return `<entry key="${name}" type="${type}" value="${escapeXml(String(value))}"/>`
}

const writeEntries = (entries: Record<string, Value>): string =>
  Object.entries(entries)
    .map(([key, value]) => writeEntry(key, value))
    .join('\n')

const writeConfig = (key: string, entries: Record<string, Value>): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<config xmlns="http://www.knime.org/2008/09/XMLConfig" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.knime.org/2008/09/XMLConfig http://www.knime.org/XMLConfig_2008_09.xsd" key="${key}">\n${writeEntries(entries)}\n</config>\n`

/** Returns the files of a workflow by path. */
export function writeKnimeFiles(
  { name, description, notes = [], nodes, connections }: KnimeFixture,
  folder = `${name}/`,
): Record<string, string> {
  const files: Record<string, string> = {}
  const folderOf = (node: KnimeNode): string => `${node.name} (#${node.id})/`
  files[`${folder}workflow.knime`] = writeConfig('workflow.knime', {
    created_by: '5.1.0',
    version: '4.1.0',
    name: null,
    customDescription: description ?? null,
    annotations: Object.fromEntries(
      notes.map((text, index) => [
        `annotation_${index}`,
        { text, 'x-coordinate': 20, 'y-coordinate': 20 + index * 200, width: 300, height: 120 },
      ]),
    ),
    nodes: Object.fromEntries(
      nodes.map((node) => [
        `node_${node.id}`,
        {
          id: node.id,
          node_settings_file: `${folderOf(node)}${node.inner ? 'workflow.knime' : 'settings.xml'}`,
          node_is_meta: node.inner !== undefined,
          node_type: node.inner ? 'MetaNode' : 'NativeNode',
          ui_classname: 'org.knime.core.node.workflow.NodeUIInformation',
          ui_settings: { 'extrainfo.node.bounds': [node.at[0], node.at[1], 114, 66] },
        },
      ]),
    ),
    connections: Object.fromEntries(
      connections.map(([sourceID, sourcePort, destID, destPort], index) => [
        `connection_${index}`,
        { sourceID, destID, sourcePort, destPort },
      ]),
    ),
  })
  for (const node of nodes) {
    const path = `${folder}${folderOf(node)}`
    if (node.inner) Object.assign(files, writeKnimeFiles({ name: node.name, ...node.inner }, path))
    else
      files[`${path}settings.xml`] = writeConfig('settings.xml', {
        node_file: 'node.xml',
        flow_stack: {},
        model: node.model ?? {},
        nodeAnnotation: { text: node.label ?? `Node ${node.id}` },
        factory: node.factory,
        'node-name': node.name,
        name: node.name,
        hasContent: false,
      })
  }
  return files
}

/** Returns the bytes of a `.knwf` file. */
export const createKnimeFile = (fixture: KnimeFixture): Uint8Array<ArrayBuffer> =>
  zipSync(Object.fromEntries(Object.entries(writeKnimeFiles(fixture)).map(([path, text]) => [path, strToU8(text)])))
